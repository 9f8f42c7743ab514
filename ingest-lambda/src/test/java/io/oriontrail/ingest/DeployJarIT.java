package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The file that is deployed: lean, and whole by itself. */
class DeployJarIT {
  private static final long MOST_BYTES = 20L << 20;

  @Test
  void deployJar_size_isLean() throws IOException {
    assertThat(Files.size(deployJar())).isLessThan(MOST_BYTES);
    try (JarFile jar = new JarFile(deployJar().toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("io/oriontrail/ingest/IngestHandler.class")
          .noneMatch(name -> name.startsWith("io/netty/"))
          .noneMatch(name -> name.startsWith("org/apache/http"))
          .noneMatch(name -> name.startsWith("org/junit/"));
    }
  }

  /** No class of this test's own class path can help it: its loader sees the JDK and the jar. */
  @Test
  void deployJar_alone_handlesABatch() throws Exception {
    try (LocalAws aws = LocalAws.start();
        URLClassLoader alone =
            new URLClassLoader(
                new URL[] {deployJar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = alone.loadClass(IngestHandler.class.getName());
      Class<?> contextType = alone.loadClass("com.amazonaws.services.lambda.runtime.Context");
      assertThat(type.getClassLoader()).isSameAs(alone);
      Object handler = type.getConstructor(Map.class).newInstance(aws.environment());
      ByteArrayOutputStream answer = new ByteArrayOutputStream();

      type.getMethod("handleRequest", InputStream.class, OutputStream.class, contextType)
          .invoke(
              handler,
              new ByteArrayInputStream(
                  Wire.kinesisEvent(
                      Wire.records(Wire.gzip(Wire.lines(Wire.event(1))), Wire.lines("bad")))),
              answer,
              context(alone, contextType));

      assertThat(answer.toString(UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
      // The event and the listing of its execution.
      assertThat(aws.dynamoDb.scan(scan -> scan.tableName(LocalAws.TABLE)).count()).isEqualTo(2);
      assertThat(aws.s3.listObjectsV2(list -> list.bucket(LocalAws.BUCKET)).contents()).hasSize(1);
    }
  }

  private static Object context(ClassLoader loader, Class<?> contextType) {
    InvocationContext context = new InvocationContext("request-1", LocalAws.MOST_MILLIS);
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {contextType},
        (proxy, method, arguments) ->
            InvocationContext.class.getMethod(method.getName()).invoke(context));
  }

  private static Path deployJar() throws IOException {
    Path target = Path.of(System.getProperty("orion.root", "."), "ingest-lambda", "target");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "*-deploy.jar")) {
      List<Path> found = new ArrayList<>();
      jars.forEach(found::add);
      assertThat(found).as("deploy jars in " + target).hasSize(1);
      return found.getFirst();
    }
  }
}
