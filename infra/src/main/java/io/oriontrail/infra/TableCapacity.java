package io.oriontrail.infra;

/** How a table's throughput is bought. */
sealed interface TableCapacity {

  /** Paid by request, up to a ceiling that bounds what an accident can cost in an hour. */
  record OnDemand(int maxWriteUnits, int maxReadUnits) implements TableCapacity {}

  /** Paid by the hour, following use between the bounds. */
  record Provisioned(Bounds write, Bounds read, int targetPercent) implements TableCapacity {}

  record Bounds(int min, int max) {
    static Bounds from(ConfigSection section) {
      int min = section.integer("min", 1, MAX_UNITS);
      return new Bounds(min, section.integer("max", min, MAX_UNITS));
    }
  }

  /** DynamoDB's own quota per table; one that was raised is raised here, too. */
  int MAX_UNITS = 40_000;

  /** How the YAML names the two. */
  enum Mode {
    ON_DEMAND,
    PROVISIONED
  }

  static TableCapacity from(ConfigSection section) {
    Mode mode = section.choice("mode", Mode.class, Mode.ON_DEMAND);
    if (mode == Mode.PROVISIONED) {
      String reason = "provisioned capacity is bounded by write.max and read.max";
      section.mustBeAbsent("maxWriteUnits", reason);
      section.mustBeAbsent("maxReadUnits", reason);
      return new Provisioned(
          section.section("write", Bounds::from),
          section.section("read", Bounds::from),
          // The stream absorbs bursts, so the table may run hotter than the usual half.
          section.integer("targetPercent", 20, 90, 70));
    }
    String reason = "on-demand capacity is bounded by maxWriteUnits and maxReadUnits";
    section.mustBeAbsent("write", reason);
    section.mustBeAbsent("read", reason);
    section.mustBeAbsent("targetPercent", reason);
    // What a new on-demand table takes at once: more would not be had anyway.
    return new OnDemand(
        section.integer("maxWriteUnits", 1, MAX_UNITS, 4_000),
        section.integer("maxReadUnits", 1, MAX_UNITS, 4_000));
  }
}
