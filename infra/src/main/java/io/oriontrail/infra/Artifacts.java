package io.oriontrail.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is deployed: the functions' jars and the dashboard's files, as the build leaves them. */
record Artifacts(Path ingestJar, Path queryJar, Path alertJar, Path site) {
  private static final String DEPLOY_JAR_SUFFIX = "-deploy.jar";

  /** Finds the artifacts under the repository's root, or says what to build. */
  static Artifacts in(Path root) {
    return new Artifacts(
        deployJar(root, "ingest-lambda"),
        deployJar(root, "query-lambda"),
        deployJar(root, "alert-lambda"),
        site(root));
  }

  private static Path deployJar(Path root, String module) {
    Path target = root.resolve(module).resolve("target");
    List<Path> jars = Files.isDirectory(target) ? deployJars(target) : List.of();
    if (jars.size() > 1) {
      throw new SetupException(
          "%s/target holds %d deploy jars; remove the stale ones".formatted(module, jars.size()));
    }
    if (jars.isEmpty()) {
      throw missing("the deploy jar in " + module + "/target");
    }
    return jars.getFirst();
  }

  private static List<Path> deployJars(Path target) {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(DEPLOY_JAR_SUFFIX))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + target, e);
    }
  }

  private static Path site(Path root) {
    Path site = root.resolve("dashboard").resolve("dist");
    if (!Files.isRegularFile(site.resolve("index.html"))) {
      throw missing("dashboard/dist/index.html");
    }
    return site;
  }

  private static SetupException missing(String what) {
    return new SetupException(
        what + " is missing: run `mvn -q package -DskipTests` at the repository's root first");
  }
}
