package io.oriontrail.local.lambda;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A function as it is deployed: its jar, run by AWS's runtime interface client in a JVM per
 * instance, with the variables of the cloud and nothing of this process's environment. A child that
 * crashes or runs out of time is a function error, and the next invocation gets a new one. Children
 * end on {@link #close()} and when this JVM ends, however it ends.
 *
 * <p>Safe for use by several threads at once.
 */
public final class PackagedFunction implements LambdaFunction {
  private final FunctionSettings settings;
  private final InstancePool instances;
  private final List<Sandbox> sandboxes = new CopyOnWriteArrayList<>();

  private PackagedFunction(FunctionSettings settings, Path root, Path jar, String handler) {
    this.settings = settings;
    AtomicInteger count = new AtomicInteger();
    String classPath =
        String.join(File.pathSeparator, jar.toString(), runtimeOf(root), librariesOf(root));
    this.instances =
        new InstancePool(
            settings,
            () -> {
              Sandbox made = Sandbox.start(settings, classPath, handler, count.incrementAndGet());
              sandboxes.removeIf(sandbox -> !sandbox.isUsable());
              sandboxes.add(made);
              return made;
            });
  }

  /**
   * A function without instances yet.
   *
   * @param root of the repository, below which the build has put the runtime interface client
   * @param jar the file that is deployed
   * @param handler name of the handler's class
   * @throws IllegalStateException if a file is missing; says which
   */
  public static PackagedFunction of(
      FunctionSettings settings, Path root, Path jar, String handler) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException("there is no " + jar + "; build its module first");
    }
    return new PackagedFunction(settings, root, jar.toAbsolutePath(), handler);
  }

  @Override
  public Outcome invoke(byte[] payload) throws InterruptedException {
    return instances.invoke(payload);
  }

  @Override
  public String arn() {
    return settings.arn();
  }

  /** The process ids of the running instances, for measurements. */
  public List<Long> pids() {
    return sandboxes.stream().filter(Sandbox::isUsable).map(Sandbox::pid).toList();
  }

  @Override
  public void close() {
    instances.close();
  }

  private static String runtimeOf(Path root) {
    return moduleOf(root).resolve("classes").toString();
  }

  private static String librariesOf(Path root) {
    Path libraries = moduleOf(root).resolve("lib");
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException(
          "the runtime interface client is not in " + libraries + "; build lambda-runtime first");
    }
    return libraries.resolve("*").toString();
  }

  private static Path moduleOf(Path root) {
    return root.resolve("local-run").resolve("lambda-runtime").resolve("target").toAbsolutePath();
  }
}
