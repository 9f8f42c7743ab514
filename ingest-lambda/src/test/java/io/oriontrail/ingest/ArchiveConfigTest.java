package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchiveConfigTest {

  @Test
  void settings_read_areTakenWithIngestsRules() {
    ArchiveConfig config =
        ArchiveConfig.from(
            Map.of(
                "ORION_ARCHIVE_BUCKET", "archive",
                "ORION_ATTRIBUTES", "region",
                "AWS_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9"));

    assertThat(config)
        .isEqualTo(
            new ArchiveConfig(
                "archive",
                new PayloadRules(Set.of("region"), null),
                "eu-west-1",
                URI.create("http://127.0.0.1:9")));
  }

  @Test
  void bucket_missing_isNamed() {
    assertThatThrownBy(() -> ArchiveConfig.from(Map.of("AWS_REGION", "eu-west-1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ORION_ARCHIVE_BUCKET is not set; it must be ");
  }
}
