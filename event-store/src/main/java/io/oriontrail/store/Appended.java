package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the messages of one {@link StepEventWriter#append}: each given one is counted in
 * exactly one of {@code stored}, {@code duplicates}, {@code refused} and {@code remainder}.
 *
 * @param stored items written
 * @param duplicates further copies, in the same call, of a message that is stored
 * @param refused what the store will never take, in the order given
 * @param remainder what is not stored yet, in the order given: call again with it
 * @param retries calls made again after a throttle, an error or a time-out
 * @param failure why there is a remainder; null where there is none
 */
public record Appended(
    int stored,
    int duplicates,
    List<Refused> refused,
    List<WireMessage> remainder,
    int retries,
    @Nullable StoreException failure) {

  /**
   * A message that the store will never take.
   *
   * @param why what the store said
   */
  public record Refused(WireMessage message, String why) {}

  public Appended {
    refused = List.copyOf(refused);
    remainder = List.copyOf(remainder);
  }
}
