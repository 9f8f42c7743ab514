package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactsTest {
  private static final String BUILD =
      " is missing: run `mvn -q package -DskipTests` at the repository's root first";

  @TempDir Path root;

  @BeforeEach
  void makeRoot() {
    StandInRoot.makeIn(root);
  }

  @Test
  void builtRoot_hasJarsAndSite() {
    Artifacts artifacts = Artifacts.in(root);

    assertThat(artifacts.ingestJar())
        .endsWith(Path.of("ingest-lambda-0-deploy.jar"))
        .isRegularFile();
    assertThat(artifacts.queryJar()).endsWith(Path.of("query-lambda-0-deploy.jar")).isRegularFile();
    assertThat(artifacts.alertJar()).endsWith(Path.of("alert-lambda-0-deploy.jar")).isRegularFile();
    assertThat(artifacts.site()).isDirectory();
  }

  @Test
  void jar_missing_isAskedForByItsModule() throws IOException {
    Files.delete(root.resolve("query-lambda/target/query-lambda-0-deploy.jar"));

    assertThatThrownBy(() -> Artifacts.in(root))
        .isInstanceOf(SetupException.class)
        .hasMessage("the deploy jar in query-lambda/target" + BUILD);
  }

  @Test
  void targetFolder_missing_isAskedForLikeTheJar() throws IOException {
    Files.delete(root.resolve("ingest-lambda/target/ingest-lambda-0-deploy.jar"));
    Files.delete(root.resolve("ingest-lambda/target"));

    assertThatThrownBy(() -> Artifacts.in(root))
        .isInstanceOf(SetupException.class)
        .hasMessage("the deploy jar in ingest-lambda/target" + BUILD);
  }

  @Test
  void jars_ofTwoVersions_areNotChosenFrom() throws IOException {
    Files.createFile(root.resolve("ingest-lambda/target/ingest-lambda-1-deploy.jar"));

    assertThatThrownBy(() -> Artifacts.in(root))
        .isInstanceOf(SetupException.class)
        .hasMessage("ingest-lambda/target holds 2 deploy jars; remove the stale ones");
  }

  @Test
  void site_withoutIndex_isAskedFor() throws IOException {
    Files.delete(root.resolve("dashboard/dist/index.html"));

    assertThatThrownBy(() -> Artifacts.in(root))
        .isInstanceOf(SetupException.class)
        .hasMessage("dashboard/dist/index.html" + BUILD);
  }
}
