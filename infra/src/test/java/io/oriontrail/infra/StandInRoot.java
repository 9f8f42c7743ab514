package io.oriontrail.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarOutputStream;

/**
 * A folder like the repository's root after a build: the real stage files, and artifacts that are
 * as small as can be, since templates depend on where artifacts lie and not on what they hold.
 */
final class StandInRoot {
  private StandInRoot() {}

  /** The repository's own root. */
  static Path repository() {
    return Path.of(System.getProperty("orion.root", ".."));
  }

  static Path makeIn(Path folder) {
    try {
      for (String module : new String[] {"ingest-lambda", "query-lambda", "alert-lambda"}) {
        Path target = Files.createDirectories(folder.resolve(module).resolve("target"));
        new JarOutputStream(Files.newOutputStream(target.resolve(module + "-0-deploy.jar")))
            .close();
      }
      Path site = Files.createDirectories(folder.resolve("dashboard").resolve("dist"));
      Files.writeString(site.resolve("index.html"), "<!doctype html><title>stand-in</title>");
      Path from = repository().resolve("infra").resolve("stages");
      Path to = Files.createDirectories(folder.resolve("infra").resolve("stages"));
      for (String stage : StageConfig.stages(from)) {
        String file = stage + ".yaml";
        Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a stand-in root in " + folder, e);
    }
  }
}
