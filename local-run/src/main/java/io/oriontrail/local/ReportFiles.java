package io.oriontrail.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report in two files side by side: a page for people, and its figures as JSON. */
final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes both and says where.
   *
   * @param base without the ending; its folder is made where it is missing
   * @throws CliException if that does not work
   */
  static void write(Path base, String page, String figures, Progress progress) {
    Path html = base.resolveSibling(base.getFileName() + ".html");
    Path json = base.resolveSibling(base.getFileName() + ".json");
    try {
      Files.createDirectories(html.toAbsolutePath().getParent());
      Files.writeString(html, page);
      Files.writeString(json, figures);
    } catch (IOException e) {
      throw new CliException("cannot write the report " + html + ": " + e.getMessage(), e);
    }
    progress.say("report: " + html + " and " + json);
  }
}
