package io.oriontrail.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide shows as the sample is what is compiled and tested here. */
final class EmitterGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local-run/src/main/java/io/oriontrail/local/sample/AccountOpening.java",
        "local-run/src/test/java/io/oriontrail/local/sample/AccountOpeningTest.java",
        "local-run/src/test/java/io/oriontrail/local/sample/InstrumentedScoring.java"
      })
  void sample_inTheGuide_isTheFile(String file) throws IOException {
    String source = Files.readString(ROOT.resolve(file));
    String fromImports = source.substring(source.indexOf("import "));
    Matcher block = BLOCK.matcher(Files.readString(ROOT.resolve("docs/EMITTER.md")));
    assertThat(block.results().map(shown -> shown.group(1)).toList()).contains(fromImports);
  }
}
