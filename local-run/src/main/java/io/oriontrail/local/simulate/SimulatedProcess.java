package io.oriontrail.local.simulate;

/**
 * One process of a simulated service; each has an emitter of its own when played live.
 *
 * @param service such as {@code identity}
 * @param host such as {@code identity-2}
 */
public record SimulatedProcess(String service, String host) {
  static final int PER_SERVICE = 2;

  static SimulatedProcess of(String service, int number) {
    return new SimulatedProcess(service, service + "-" + number);
  }

  static SimulatedProcess drawn(String service, Dice dice) {
    return of(service, dice.between(1, PER_SERVICE));
  }

  /** Another process of the same service. */
  SimulatedProcess next() {
    int number = Integer.parseInt(host.substring(service.length() + 1));
    return of(service, number % PER_SERVICE + 1);
  }
}
