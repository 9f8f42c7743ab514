package io.oriontrail.infra;

/**
 * What is promised, in percent of all cases, over thirty days. What counts as soon enough is the
 * code's: docs/runbooks/ says it with each.
 *
 * @param freshness events that are stored soon enough after they were emitted
 * @param ingest pieces that are stored in the attempt that read them
 * @param availability requests that are answered, be it by a refusal
 * @param latency requests that are answered soon enough
 * @param completeness events that are stored, of all that emitters numbered
 */
record Objectives(
    double freshness, double ingest, double availability, double latency, double completeness) {
  private static final double LEAST = 50;
  private static final double MOST = 99.999;

  static Objectives from(ConfigSection section) {
    return new Objectives(
        section.decimal("freshness", LEAST, MOST, 99),
        section.decimal("ingest", LEAST, MOST, 99.9),
        section.decimal("availability", LEAST, MOST, 99.9),
        section.decimal("latency", LEAST, MOST, 99),
        section.decimal("completeness", LEAST, MOST, 99.99));
  }
}
