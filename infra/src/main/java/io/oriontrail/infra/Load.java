package io.oriontrail.infra;

/**
 * What a stage has to take.
 *
 * @param eventsPerDay on average
 * @param peak how many times the average the busiest minutes are
 * @param eventsPerRecord as emitters pack them: 100 where each has many, 1 where it has few
 * @param readsPerMonth requests to the API
 */
record Load(double eventsPerDay, double peak, int eventsPerRecord, double readsPerMonth) {
  static final double HOURS_PER_MONTH = 730;
  static final double SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;
  private static final double SECONDS_PER_DAY = 86_400;

  double eventsPerSecond() {
    return eventsPerDay / SECONDS_PER_DAY;
  }

  double eventsPerMonth() {
    return eventsPerSecond() * SECONDS_PER_MONTH;
  }

  double recordsPerSecond() {
    return eventsPerSecond() / eventsPerRecord;
  }
}
