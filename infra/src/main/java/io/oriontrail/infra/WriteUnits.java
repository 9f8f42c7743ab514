package io.oriontrail.infra;

/**
 * DynamoDB's write units that a second takes on average.
 *
 * @param events of the event table: items and listings
 * @param index of the index of failures
 * @param sums of the table of roll-ups
 */
record WriteUnits(double events, double index, double sums) {
  double all() {
    return events + index + sums;
  }
}
