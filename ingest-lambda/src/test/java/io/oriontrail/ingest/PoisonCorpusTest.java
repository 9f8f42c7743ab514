package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeded mutations of every wire form, each between two good records: nothing throws, memory stays
 * bounded, the neighbours are stored, and every piece ends somewhere that is counted.
 */
class PoisonCorpusTest {
  private static final int MUTATIONS = 500;

  /** Decoding allocates some ten bytes for each that a record expands to; the limit is 8 MiB. */
  private static final long MOST_ALLOCATED = 200L << 20;

  /** Each of them made once: some are large. */
  private static final List<String> HOSTILE = hostileTexts();

  /** What a mutation starts from. */
  enum Form {
    JSON,
    NDJSON,
    GZIP,
    ZSTD,
    HEARTBEAT,
    KPL;

    byte[] record(Random random) {
      byte[] lines = Wire.lines(Wire.event(1), Wire.event(2), Wire.HEARTBEAT, Wire.event(3));
      return switch (this) {
        case JSON -> Wire.lines(Wire.event(random.nextInt(9)));
        case NDJSON -> lines;
        case GZIP -> Wire.gzip(lines);
        case ZSTD -> Wire.zstd(lines);
        case HEARTBEAT -> Wire.lines(Wire.HEARTBEAT);
        case KPL -> KplWire.aggregate(List.of(lines, Wire.gzip(lines), Wire.lines(Wire.event(7))));
      };
    }

    /** The same compressed or aggregated again, so that the mutation lies behind the checksum. */
    byte[] enclose(byte[] text) {
      return switch (this) {
        case JSON, NDJSON, HEARTBEAT -> text;
        case GZIP -> Wire.gzip(text);
        case ZSTD -> Wire.zstd(text);
        case KPL -> KplWire.aggregate(List.of(text, Wire.lines(Wire.event(8))));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void mutations_ingested_neverCrashAndNeverHarmTheirNeighbours(Form form) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int seed = 0; seed < MUTATIONS; seed++) {
      byte[] poison = mutation(form, new Random(seed * 31L + form.name().hashCode()));
      List<StreamRecord> records =
          Wire.records(Wire.lines(Wire.event(100)), poison, Wire.gzip(Wire.lines(Wire.event(101))));
      ScriptedWriter writer = new ScriptedWriter();
      HeldQuarantine quarantine = new HeldQuarantine();
      BatchIngestor ingestor = Wire.ingestor(writer, quarantine, Wire.START.plusSeconds(2));

      long before = threads.getCurrentThreadAllocatedBytes();
      BatchOutcome outcome = ingestor.ingest(Wire.source(records), "r", Wire.START.plusSeconds(60));
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(outcome.resumeAt()).as("seed %s", seed).isNull();
      assertThat(writer.stored)
          .as("seed %s", seed)
          .contains(Wire.event(100).toString(), Wire.event(101).toString());
      BatchOutcome.Counts counts = outcome.counts();
      assertThat(counts.stored() + counts.duplicates() + counts.quarantined() + counts.owed())
          .as("seed %s: conservation", seed)
          .isEqualTo(counts.received());
      assertThat(counts.owed()).isZero();
      assertThat(outcome.rejected().getOrDefault(QuarantineReason.DECODER_FAILED, 0))
          .as("seed %s: no bug of ours", seed)
          .isZero();
      assertThat(allocated).as("seed %s", seed).isLessThan(MOST_ALLOCATED);
    }
  }

  private static byte[] mutation(Form form, Random random) {
    byte[] record = form.record(random);
    return switch (random.nextInt(7)) {
      case 0 -> flip(record, random, 1 + random.nextInt(8));
      case 1 -> Arrays.copyOf(record, random.nextInt(record.length));
      case 2 -> splice(record, random);
      case 3 -> form.enclose(flip(Wire.lines(Wire.event(4)), random, 1 + random.nextInt(4)));
      case 4 -> form.enclose(HOSTILE.get(random.nextInt(HOSTILE.size())).getBytes(UTF_8));
      case 5 -> form.enclose(badUtf8(random));
      default -> noise(record, random);
    };
  }

  private static byte[] flip(byte[] record, Random random, int flips) {
    byte[] flipped = record.clone();
    for (int i = 0; i < flips; i++) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  /** A part of the record twice, or left out. */
  private static byte[] splice(byte[] record, Random random) {
    int from = random.nextInt(record.length);
    int to = random.nextInt(record.length);
    byte[] spliced = Arrays.copyOf(record, to + record.length - from);
    System.arraycopy(record, from, spliced, to, record.length - from);
    return spliced;
  }

  /** The form's first bytes, then anything. */
  private static byte[] noise(byte[] record, Random random) {
    byte[] noise = new byte[8 + random.nextInt(3_000)];
    random.nextBytes(noise);
    System.arraycopy(record, 0, noise, 0, Math.min(4 + random.nextInt(4), record.length));
    return noise;
  }

  private static List<String> hostileTexts() {
    List<String> texts = new ArrayList<>();
    texts.add("[".repeat(10_000));
    texts.add("{\"a\":".repeat(10_000));
    texts.add("{\"accountId\":\"" + "x".repeat(300_000) + "\"}");
    texts.add("{\"accountId\":" + "9".repeat(100_000) + "}");
    texts.add("{\"attempt\":1e999999999,\"accountId\":\"a\"}");
    texts.add("{\"" + "k".repeat(200_000) + "\":1}");
    texts.add("{\"accountId\":\"a\",\"accountId\":\"b\"}");
    texts.add("{\"type\":\"NEWS\"}");
    texts.add("{\"type\":\"HEARTBEAT\",\"counters\":{\"a\":-1}}");
    texts.add("{\"type\":null}{\"type\":null}");
    texts.add("{}\n".repeat(9_999));
    texts.add("{}\n".repeat(10_001));
    texts.add("\n".repeat(200_000));
    texts.add("\u0000\u0000");
    texts.add("\uFEFF" + new String(Wire.lines(Wire.event(5)), UTF_8));
    texts.add(new String(Wire.lines(Wire.event(5)), UTF_8).replace("acct-42", "\\ud800"));
    texts.add(new String(Wire.lines(Wire.event(5)), UTF_8).replace("2026", "9999"));
    texts.add(
        "{\"attributes\":{" + "\"a\":\"b\",".repeat(20_000) + "\"z\":\"z\"},\"accountId\":\"a\"}");
    return texts;
  }

  private static byte[] badUtf8(Random random) {
    byte[] line = Wire.lines(Wire.event(6));
    byte[][] bad = {
      {(byte) 0xc0, (byte) 0x80},
      {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
      {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0x80},
      {(byte) 0xe2, (byte) 0x82},
      {(byte) 0xff, (byte) 0xfe},
    };
    byte[] insert = bad[random.nextInt(bad.length)];
    int at = random.nextInt(line.length);
    byte[] whole = new byte[line.length + insert.length];
    System.arraycopy(line, 0, whole, 0, at);
    System.arraycopy(insert, 0, whole, at, insert.length);
    System.arraycopy(line, at, whole, at + insert.length, line.length - at);
    return whole;
  }
}
