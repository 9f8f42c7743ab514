package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No file of the repository holds what only its owner may know. */
final class SecretsTest {
  /** Forms of keys that can be told by themselves, whatever stands around them. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY"),
          Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36}"),
          Pattern.compile("\\bgithub_pat_[A-Za-z0-9_]{40}"),
          Pattern.compile("\\bglpat-[A-Za-z0-9_-]{20}"),
          Pattern.compile("\\bnpm_[A-Za-z0-9]{36}"),
          Pattern.compile("\\bxox[abeoprs]-[0-9A-Za-z-]{10}"),
          Pattern.compile("hooks\\.slack\\.com/services/T[0-9A-Z]{8}"),
          Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"),
          Pattern.compile("\\bsk_live_[0-9A-Za-z]{16}"),
          Pattern.compile("\\beyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{20,}"),
          Pattern.compile("://[^\\s/:@\"'{}$<>]+:[^\\s/:@\"'{}$<>]{6,}@[a-z]"),
          Pattern.compile("_authToken\\s*=\\s*[^$\\s]"),
          Pattern.compile(
              "(?i)(?:secret_?(?:access_?)?key|passw(?:or)?d|api_?key|auth_?token)[\"']?\\s*[:=]\\s*"
                  + "[\"']?(?=[A-Za-z0-9/+_-]*[0-9])(?=[A-Za-z0-9/+_-]*[A-Z])[A-Za-z0-9/+_-]{24,}"));

  /** AWS's own documentation uses it; it opens nothing. */
  private static final Set<String> EXAMPLES = Set.of("AKIAIOSFODNN7" + "EXAMPLE");

  private static final Set<String> PICTURES = Set.of("png", "ico");

  private static final Pattern MADE =
      Pattern.compile("(^|/)(target|node_modules|dist|cdk\\.out|\\.idea)/|\\.log$");

  @Test
  void filesOfTheRepository_holdNoSecret() throws Exception {
    List<String> found = new ArrayList<>();
    List<Path> files = files();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!PICTURES.contains(name.substring(name.lastIndexOf('.') + 1))) {
        secretsIn(Files.readString(file, ISO_8859_1)) // reads any bytes; keys are ASCII
            .forEach(secret -> found.add(file + ": " + secret.substring(0, 8) + "…"));
      }
    }

    assertThat(found).isEmpty();
    assertThat(files).hasSizeGreaterThan(500);
  }

  @Test
  void files_thatHoldKeysByTheirNature_areNotThere() throws Exception {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .noneMatch(name -> name.matches("(?i).*\\.(pem|p12|pfx|jks|keystore|key)|\\.env|id_rsa.*"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void secret_ofAnyForm_isFound(String sample) {
    assertThat(secretsIn("a line before\n  \"" + sample + "\" # and more\n")).hasSize(1);
  }

  /** Put together here, or this file would be among those that are found. */
  static List<String> samples() {
    String token = "aB3".repeat(14);
    return List.of(
        "AKIA" + "ABCDEFGHIJ234567",
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
        "-----BEGIN " + "PRIVATE KEY-----",
        "ghp_" + token,
        "github_pat_" + token,
        "glpat-" + token,
        "npm_" + token,
        "xoxb-" + "1234567890-abc",
        "https://hooks.slack.com/" + "services/T12345678/B1/x",
        "AIza" + token,
        "sk_live_" + token,
        "eyJ" + "hbGciOiJIUzI1NiJ9." + "eyJ" + "zdWIiOiIxIn0aaa." + token,
        "postgres://user:" + "hunter2hunter@db",
        "//registry/:_auth" + "Token=abc",
        "aws_secret_access_" + "key = " + token,
        "password: '" + token + "'");
  }

  private static List<String> secretsIn(String text) {
    List<String> found = new ArrayList<>();
    for (Pattern form : FORMS) {
      Matcher match = form.matcher(text);
      while (match.find()) {
        if (!EXAMPLES.contains(match.group())) {
          found.add(match.group());
        }
      }
    }
    return found;
  }

  /** What is under version control, or would be: everything that git does not ignore. */
  private static List<Path> files() throws IOException, InterruptedException {
    Path root = LineContract.root();
    if (!Files.exists(root.resolve(".git"))) { // sources without their history
      try (Stream<Path> all = Files.walk(root)) {
        return all.filter(Files::isRegularFile)
            .filter(file -> !MADE.matcher(root.relativize(file).toString()).find())
            .toList();
      }
    }
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), UTF_8);
    assertThat(git.waitFor()).isZero();
    return Stream.of(names.split("\0", -1))
        .filter(name -> !name.isEmpty())
        .map(root::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }
}
