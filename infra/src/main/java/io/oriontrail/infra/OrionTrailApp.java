package io.oriontrail.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/**
 * What {@code cdk} runs: {@code -c stage=NAME} picks {@code infra/stages/NAME.yaml}, and the
 * stage's stack is synthesized with the checks of cdk-nag. Takes the repository's root as its
 * argument.
 */
public final class OrionTrailApp {
  private static final String STAGE = "stage";

  private OrionTrailApp() {}

  /** Synthesizes, or ends with status 1 and one sentence about what to put right. */
  public static void main(String[] args) {
    try {
      App app = new App();
      addStage(app, Path.of(args[0]));
      app.synth();
    } catch (SetupException e) {
      System.err.println("orion-trail: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Adds the stack of the stage that the app's context names, and that of its edge if it has one.
   */
  static OrionTrailStack addStage(App app, Path root) {
    Path stages = root.resolve("infra").resolve("stages");
    Object stage = app.getNode().tryGetContext(STAGE);
    if (stage == null) {
      throw new SetupException(
          "say which stage with -c stage=NAME; infra/stages has "
              + String.join(", ", StageConfig.stages(stages)));
    }
    StageConfig config = StageConfig.load(stages, stage.toString());
    OrionTrailStack stack =
        new OrionTrailStack(app, config, Artifacts.in(root), EdgeStack.of(app, config));
    Aspects.of(app).add(new AwsSolutionsChecks());
    return stack;
  }
}
