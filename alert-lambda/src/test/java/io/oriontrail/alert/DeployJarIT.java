package io.oriontrail.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The file that is deployed: lean, and whole by itself. */
final class DeployJarIT {
  private static final long MOST_BYTES = 20L << 20;

  @Test
  void deployJar_isLean() throws IOException {
    assertThat(Files.size(deployJar())).isLessThan(MOST_BYTES);
    try (JarFile jar = new JarFile(deployJar().toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("io/oriontrail/alert/AlertHandler.class")
          .noneMatch(name -> name.startsWith("io/netty/"))
          .noneMatch(name -> name.startsWith("org/apache/http"))
          .noneMatch(name -> name.startsWith("org/junit/"));
    }
  }

  /**
   * No class of this test's own class path can help it, and DynamoDB refuses every call: the alarm
   * is told all the same.
   */
  @Test
  void deployJar_aloneAndWithoutItsTables_tellsAnAlarm() throws Exception {
    try (StandInAws aws = new StandInAws();
        URLClassLoader alone =
            new URLClassLoader(
                new URL[] {deployJar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = alone.loadClass(AlertHandler.class.getName());
      Class<?> contextType = alone.loadClass(Context.class.getName());
      assertThat(type.getClassLoader()).isSameAs(alone);
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      Object handler =
          patient(type)
              .newInstance(environment(aws), new PrintStream(log, true, UTF_8), Alarms.PATIENCE);

      type.getMethod("handleRequest", InputStream.class, OutputStream.class, contextType)
          .invoke(
              handler,
              new ByteArrayInputStream(
                  DynamoDbGroupStoreIT.event(Alarms.step("VERIFY_IDENTITY", Alarms.AT))),
              new ByteArrayOutputStream(),
              context(alone, contextType));

      assertThat(aws.published).hasSize(1);
      assertThat(aws.published.getFirst())
          .contains("Runs of step VERIFY_IDENTITY fail more often than is usual for it.")
          .contains("Could not be found out: failing executions (StoreException)")
          .contains("because groups could not be read");
      assertThat(aws.chatted).hasSize(1);
      assertThat(log.toString(UTF_8)).contains("\"level\":\"WARN\"", "\"message\":\"told\"");
    }
  }

  /** All of it is loaded meanwhile, which on a busy machine takes longer than an alarm may wait. */
  private static Constructor<?> patient(Class<?> handler) throws NoSuchMethodException {
    Constructor<?> constructor =
        handler.getDeclaredConstructor(Map.class, PrintStream.class, Duration.class);
    constructor.setAccessible(true);
    return constructor;
  }

  private static Map<String, String> environment(StandInAws aws) {
    Map<String, String> environment = AlertConfigTest.environment();
    environment.put(AlertConfig.PAGE_CHAT, "arn:secret");
    environment.put(AlertConfig.DYNAMODB_ENDPOINT, aws.address(""));
    environment.put(AlertConfig.SNS_ENDPOINT, aws.address(""));
    environment.put(AlertConfig.SECRETS_ENDPOINT, aws.address(""));
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    return environment;
  }

  private static Object context(ClassLoader loader, Class<?> contextType) {
    Context context = InvocationContext.create();
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {contextType},
        (proxy, method, arguments) -> Context.class.getMethod(method.getName()).invoke(context));
  }

  private static Path deployJar() throws IOException {
    Path target = Path.of(System.getProperty("orion.root", "."), "alert-lambda", "target");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*-deploy.jar")) {
      List<Path> found = new ArrayList<>();
      jars.forEach(found::add);
      assertThat(found).as("deploy jars in " + target).hasSize(1);
      return found.getFirst();
    }
  }
}
