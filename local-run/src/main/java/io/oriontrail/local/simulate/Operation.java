package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the simulated Orion: where it stands in the journey and how it behaves.
 *
 * @param step its name
 * @param service who carries it out
 * @param dependsOn steps that must be done first, where they take part
 * @param within the operation whose run encloses this one's runs
 * @param usual median duration of a good run; of an enclosing one, what it adds to its members
 * @param spread of the log-normal durations
 * @param maxAttempts tries before it is given up
 * @param optional whether the journey goes on without it
 * @param share of the executions in which it takes part
 * @param handedOver whether another process ends what one started, as after a callback
 * @param fanOut what one run each is made for, in parallel; null: one run
 * @param troubles how it may fail; at least one
 * @param attributes what its runs carry
 */
record Operation(
    String step,
    String service,
    List<String> dependsOn,
    @Nullable String within,
    Duration usual,
    double spread,
    int maxAttempts,
    boolean optional,
    double share,
    boolean handedOver,
    @Nullable FanOut fanOut,
    List<Trouble> troubles,
    Map<String, String> attributes) {

  Operation {
    dependsOn = List.copyOf(dependsOn);
    troubles = List.copyOf(troubles);
    attributes = Map.copyOf(attributes);
    if (troubles.isEmpty()) {
      throw new IllegalArgumentException(step + " has no way to fail");
    }
  }

  /**
   * Parallel runs of one operation, told apart by an attribute.
   *
   * @param attribute its name
   * @param values its values; the first {@code least} of them always take part
   */
  record FanOut(String attribute, List<String> values, int least) {}

  static Builder operation(String step, String service) {
    return new Builder(step, service);
  }

  boolean isRetried() {
    return maxAttempts > 1;
  }

  /** Collects what is not the same for all operations. */
  static final class Builder {
    private final String step;
    private final String service;
    private List<String> dependsOn = List.of();
    private @Nullable String within;
    private Duration usual = Duration.ofMillis(100);
    private double spread = 0.4;
    private int maxAttempts = 1;
    private boolean optional;
    private double share = 1;
    private boolean handedOver;
    private @Nullable FanOut fanOut;
    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<String, String> attributes = new TreeMap<>();

    private Builder(String step, String service) {
      this.step = step;
      this.service = service;
    }

    Builder after(String... steps) {
      this.dependsOn = List.of(steps);
      return this;
    }

    Builder within(String enclosing) {
      this.within = enclosing;
      return this;
    }

    Builder takes(Duration usual, double spread) {
      this.usual = usual;
      this.spread = spread;
      return this;
    }

    Builder attempts(int most) {
      this.maxAttempts = most;
      return this;
    }

    Builder optional() {
      this.optional = true;
      return this;
    }

    Builder inShareOf(double share) {
      this.share = share;
      return this;
    }

    Builder handedOver() {
      this.handedOver = true;
      return this;
    }

    Builder forEach(String attribute, int least, String... values) {
      this.fanOut = new FanOut(attribute, List.of(values), least);
      return this;
    }

    Builder fails(String code, String message) {
      troubles.add(new Trouble(code, message, null));
      return this;
    }

    Builder timesOut(String code, String message, Duration after) {
      troubles.add(new Trouble(code, message, after));
      return this;
    }

    Builder with(String attribute, String value) {
      attributes.put(attribute, value);
      return this;
    }

    Operation build() {
      return new Operation(
          step,
          service,
          dependsOn,
          within,
          usual,
          spread,
          maxAttempts,
          optional,
          share,
          handedOver,
          fanOut,
          troubles,
          attributes);
    }
  }
}
