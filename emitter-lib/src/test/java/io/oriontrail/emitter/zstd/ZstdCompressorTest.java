package io.oriontrail.emitter.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.transport.RecordSender;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ZstdCompressorTest {
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();

  private final RecordSender sender =
      records -> {
        sent.addAll(records);
        return Collections.nCopies(records.size(), RecordSender.Outcome.STORED);
      };

  @Test
  void records_ofAnEmitter_areFramesThatReadBackAsLines() {
    try (OrionEmitter emitter =
        OrionEmitter.builder()
            .sender(sender)
            .shutdownHook(false)
            .compressor(ZstdCompressor::create)
            .build()) {
      for (int i = 0; i < 500; i++) {
        emitter.execution("acct-42", "exec-" + i).started();
      }
      assertThat(emitter.flush(Duration.ofSeconds(60))).isTrue();
    }
    StringBuilder lines = new StringBuilder();
    for (byte[] record : sent) {
      assertThat(record).startsWith(0x28, 0xb5, 0x2f, 0xfd);
      int size = Math.toIntExact(Zstd.getFrameContentSize(record));
      lines.append(new String(Zstd.decompress(record, size), UTF_8));
    }
    assertThat(lines.toString().lines().filter(line -> line.contains("\"EXECUTION\"")))
        .hasSize(500);
  }

  @Test
  void frames_haveAChecksum() {
    byte[] plain = "a line that is compressed\n".repeat(40).getBytes(UTF_8);
    try (ZstdCompressor compressor = ZstdCompressor.of(1)) {
      byte[] frame = compressor.compress(plain, plain.length - 26);
      assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(plain.length - 26);
      frame[frame.length - 1]++;
      assertThatThrownBy(() -> Zstd.decompress(frame, plain.length))
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void compressor_thatIsNotThere_isRefusedWithAdvice() {
    assertThatThrownBy(
            () ->
                OrionEmitter.builder()
                    .sender(sender)
                    .compressor(
                        () -> {
                          throw new NoClassDefFoundError("com/github/luben/zstd/ZstdCompressCtx");
                        })
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compressor")
        .hasMessageContaining("zstd");
  }
}
