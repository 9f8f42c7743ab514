package io.oriontrail.ingest;

import org.jspecify.annotations.Nullable;

/**
 * Whether bytes would pass ingest as it is now, for tools that send again what was set aside: it
 * may have been an older version that could not read them. Stateless.
 */
public final class RecordCheck {
  private RecordCheck() {}

  /**
   * What ingest would make of a record.
   *
   * @param fit events and heartbeats in it
   * @param unfit pieces of it that would go to quarantine
   * @param reason of the first of these; null where there is none
   * @param detail a sentence about it for people; empty where there is none
   */
  public record Verdict(int fit, int unfit, @Nullable QuarantineReason reason, String detail) {
    public boolean passes() {
      return unfit == 0;
    }
  }

  /** Never throws for what the bytes hold. */
  public static Verdict of(byte[] record) {
    DecodedRecord decoded = new RecordDecoder().decode(record);
    int fit = decoded.messages().size();
    if (decoded.unfit().isEmpty()) {
      return new Verdict(fit, 0, null, "");
    }
    Unfit first = decoded.unfit().getFirst();
    return new Verdict(fit, decoded.pieces() - fit, first.reason(), first.detail());
  }
}
