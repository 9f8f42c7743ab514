package io.oriontrail.local.simulate;

/** One process of a simulated service. */
record Host(String service, int number) {
  static final int PER_SERVICE = 3;

  static Host drawn(String service, Dice dice) {
    return new Host(service, dice.between(1, PER_SERVICE));
  }

  /** Another process of the same service. */
  Host next() {
    return new Host(service, number % PER_SERVICE + 1);
  }

  String name() {
    return service + "-" + number;
  }
}
