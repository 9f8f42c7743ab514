package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.StepEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final String GOOD =
      """
      {"accountId":"a","executionId":"%s","step":"S","state":"STARTED","timestamp":"2026-01-01T00:00:00Z"}
      """;

  @TempDir Path folder;
  private final List<StepEvent> events = new ArrayList<>();
  private final List<EventFile.BadLine> badLines = new ArrayList<>();

  @Test
  void read_badLinesBetweenGood_areNamedByNumberAndTheRestGoesOn() throws IOException {
    String text =
        GOOD.formatted("1") + "\n   \n{\"accountId\":7}\nnot json\n" + GOOD.formatted("2");

    EventFile.Lines lines = read(text.getBytes(UTF_8));

    assertThat(lines).isEqualTo(new EventFile.Lines(2, 0, 2));
    assertThat(events).extracting(event -> event.key().executionId()).containsExactly("1", "2");
    assertThat(badLines).extracting(EventFile.BadLine::number).containsExactly(4L, 5L);
    assertThat(badLines.getFirst().reason()).contains("accountId");
  }

  @Test
  void read_invalidUtf8_isABadLine() throws IOException {
    byte[] text = GOOD.formatted("x").getBytes(UTF_8);
    text[GOOD.indexOf('%')] = (byte) 0xff;

    assertThat(read(text)).isEqualTo(new EventFile.Lines(0, 0, 1));
  }

  @Test
  void read_overlongLine_isABadLineAndTheNextIsRead() throws IOException {
    byte[] text = new byte[3 << 20];
    Arrays.fill(text, (byte) 'x');
    byte[] good = ("\n" + GOOD.formatted("after")).getBytes(UTF_8);
    System.arraycopy(good, 0, text, text.length - good.length, good.length);

    assertThat(read(text)).isEqualTo(new EventFile.Lines(1, 0, 1));
    assertThat(badLines.getFirst().reason()).contains("longer than");
  }

  @Test
  void read_heartbeat_isCountedAndNotHandedOn() throws IOException {
    String text =
        """
        {"type":"HEARTBEAT","emitterId":"e","seq":0,"timestamp":"2026-01-01T00:00:00Z","counters":{}}
        """;

    assertThat(read(text.getBytes(UTF_8))).isEqualTo(new EventFile.Lines(0, 1, 0));
    assertThat(events).isEmpty();
  }

  @Test
  void read_gzip_isToldByItsFirstBytesNotByItsName() throws IOException {
    assertThat(read(gzip(GOOD.formatted("1")))).isEqualTo(new EventFile.Lines(1, 0, 0));
  }

  @Test
  void read_cutGzip_saysHowFarItGot() throws IOException {
    byte[] whole = gzip(GOOD.formatted("1").repeat(5_000));

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void read_missingFile_isOneSentence() {
    Path missing = folder.resolve("none.ndjson");

    assertThatThrownBy(() -> EventFile.read(missing, events::add, badLines::add))
        .isInstanceOf(CliException.class)
        .hasMessage("there is no file " + missing + ".");
  }

  @Test
  void read_folder_isOneSentence() {
    assertThatThrownBy(() -> EventFile.read(folder, events::add, badLines::add))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("is a folder");
  }

  private EventFile.Lines read(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("events"), content);
    return EventFile.read(file, events::add, badLines::add);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
