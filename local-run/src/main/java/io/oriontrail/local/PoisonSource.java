package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.chaos.ChaosLedger;
import io.oriontrail.local.chaos.ChaosTraffic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Puts records as some other producer might: unreadable ones, and unfit lines between good ones.
 * Not safe for several threads.
 */
final class PoisonSource {
  private static final String PRODUCER = "stranger";
  private static final long BETWEEN_TRIES = Duration.ofMillis(50).toNanos();
  private static final int NOISE = 300;

  private final KinesisClient kinesis;
  private final ChaosLedger ledger;
  private final InstantSource clock;
  private long number;

  PoisonSource(KinesisClient kinesis, ChaosLedger ledger, InstantSource clock) {
    this.kinesis = kinesis;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Puts so many of each kind, each until it is taken, which a stream that cannot be reached does
   * not do: on a thread of its own, to be joined once there is one that can.
   */
  Thread start(int records, Random random) {
    return Thread.ofPlatform().daemon().name("chaos-poison").start(() -> put(records, random));
  }

  private void put(int records, Random random) {
    for (int i = 0; i < records; i++) {
      byte[] noise = new byte[1 + random.nextInt(NOISE)];
      for (int at = 0; at < noise.length; at++) {
        noise[at] = (byte) (0x80 | random.nextInt()); // no line ends within: one piece
      }
      noise[0] = (byte) 0xFF; // never the beginning of anything that can be read
      ledger.offerPoison(Base64.getEncoder().encodeToString(noise));
      put(noise, random);
      put(mixed(random).getBytes(UTF_8), random);
    }
  }

  private String mixed(Random random) {
    String unfit =
        "{\"accountId\":\"poison-%d\",\"executionId\":\"e\"}".formatted(random.nextInt());
    ledger.offerPoison(Base64.getEncoder().encodeToString(unfit.getBytes(UTF_8)));
    return good() + '\n' + unfit + '\n' + good() + '\n';
  }

  private String good() {
    StepEvent event = ChaosTraffic.event(PRODUCER, number++, clock.instant());
    ledger.offer(event);
    return new String(StepEventJson.encode(event), UTF_8);
  }

  private void put(byte[] data, Random random) {
    while (true) {
      try {
        kinesis.putRecord(
            put ->
                put.streamName(LineSettings.STREAM)
                    .partitionKey(Integer.toString(random.nextInt()))
                    .data(SdkBytes.fromByteArray(data)));
        return;
      } catch (SdkException e) {
        LockSupport.parkNanos(BETWEEN_TRIES);
      }
    }
  }
}
