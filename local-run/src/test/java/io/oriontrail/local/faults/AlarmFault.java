package io.oriontrail.local.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What goes wrong, and the alarms that have to notice. */
enum AlarmFault {
  TABLE_TOO_SMALL(
      "the table takes a quarter of what comes, for 130 min",
      "iterator-age-warning iterator-age ingest-unhealthy freshness table-throttles"
          + " ingest-duration slo-freshness-*") {
    @Override
    Map<String, Double> run() {
      return AlarmRun.create().tableTakes(AlarmRun.EVENTS / 240.0).usualMinutes(130).figures();
    }
  },
  POISON(
      "one event in thirty is no event, for 130 min",
      "quarantine quarantine-rate quarantine-depth ingest-unhealthy slo-ingest-*") {
    @Override
    Map<String, Double> run() {
      AlarmRun run = AlarmRun.create();
      run.minutes(
          130,
          minute -> {
            run.putUsual();
            run.rig.put(Packed.plain(List.of(), List.of("{\"accountId\":" + minute + "}")));
          });
      return run.figures();
    }
  },
  RELEASE_THAT_CRASHES(
      "every invocation of ingest fails, for 60 min",
      "ingest-errors ingest-unhealthy batches-given-up failure-depth") {
    @Override
    Map<String, Double> run() {
      return AlarmRun.create().crash().usualMinutes(60).figures();
    }
  },
  NOWHERE_TO_PUT_ASIDE(
      "the same, and what is given up cannot be put aside", "events-dropped ingest-errors") {
    @Override
    Map<String, Double> run() {
      return AlarmRun.create(IngestRig.deployed().build(), false)
          .crash()
          .usualMinutes(60)
          .figures();
    }
  },
  NO_ROOM_IN_LAMBDA(
      "Lambda refuses to run ingest for 25 h, and no record is given up for its age",
      "ingest-throttles ingest-unhealthy data-at-risk") {
    @Override
    Map<String, Double> run() {
      AlarmRun run =
          AlarmRun.create(
              IngestRig.deployed().maximumRecordAge(null).retention(Duration.ofDays(2)).build(),
              true);
      run.rig.refuseWhile(() -> true);
      run.putUsual();
      run.unwatched(24 * 60);
      return run.minutes(60, minute -> {}).figures();
    }
  },
  NOBODY_EMITS("no record comes, for 15 min", "silence") {
    @Override
    Map<String, Double> run() {
      return AlarmRun.create().minutes(15, minute -> {}).figures();
    }
  },
  STEPS_FAIL(
      "every second run fails, for 20 min",
      "step-failures-VERIFY_IDENTITY step-failures-OPEN_ACCOUNT") {
    @Override
    Map<String, Double> run() {
      return AlarmRun.ofFailingSteps().figures();
    }
  },
  EVENTS_VANISH(
      "one event in a hundred never reaches the stream, for 60 min",
      "completeness completeness-fast") {
    @Override
    Map<String, Double> run() {
      return CompletenessFault.ofTwoHours(100).figures();
    }
  },
  STORE_DOWN(
      "DynamoDB answers no query, for 130 min",
      "query-faults api-faults query-unhealthy slo-availability-*") {
    @Override
    Map<String, Double> run() {
      return new QueryRun().storeFails().minutes(130).figures();
    }
  },
  STORE_SLOW("each query takes two seconds, for 130 min", "query-latency slo-latency-*") {
    @Override
    Map<String, Double> run() {
      return new QueryRun().storeTakes(Duration.ofSeconds(2)).minutes(130).figures();
    }
  },
  STORE_HANGS(
      "no query ends within the time limit, for 15 min",
      "query-errors query-duration api-faults query-unhealthy") {
    @Override
    Map<String, Double> run() {
      return new QueryRun().storeTakes(Duration.ofSeconds(25)).minutes(15).figures();
    }
  },
  NO_ROOM_FOR_QUERIES(
      "others leave room for two queries at once, and ten come together, for 15 min",
      "query-throttles api-faults query-unhealthy") {
    @Override
    Map<String, Double> run() {
      return new QueryRun().othersLeave(2).comeTogether(10).minutes(15).figures();
    }
  },
  STREAM_TOO_SMALL(
      "in two of three seconds each shard is offered all that it takes, now and then half more,"
          + " for 3 min",
      "stream-throttles stream-capacity") {
    @Override
    Map<String, Double> run() {
      return StreamFault.refusals();
    }
  },
  ARCHIVE_BUCKET_REFUSES(
      "the archive's bucket takes no object, for 130 min",
      "archive-owed archive-age archive-unhealthy") {
    @Override
    Map<String, Double> run() {
      return new ArchiveRun().bucketRefuses().minutes(130).figures();
    }
  },
  ARCHIVE_BUCKET_REFUSES_FOR_DAYS(
      "the archive's bucket takes no object until records are given up for their age, after 47 h",
      "archive-given-up archive-unhealthy") {
    @Override
    Map<String, Double> run() {
      return new ArchiveRun().bucketRefuses().hours(47).minutes(15, 1).figures();
    }
  },
  ARCHIVE_RELEASE_THAT_CRASHES(
      "every invocation of the archive's function fails, for 60 min",
      "archive-errors archive-unhealthy") {
    @Override
    Map<String, Double> run() {
      return new ArchiveRun().crash().minutes(60).figures();
    }
  },
  AUDIT_BUCKET_REFUSES(
      "the bucket of the audit's copy takes no object, for 130 min",
      "audit-archive-errors audit-archive-age audit-unarchived") {
    @Override
    Map<String, Double> run() {
      return new AuditCopyRun().bucketRefuses().minutes(130).figures();
    }
  },
  CHAT_GONE("a channel refuses an alarm in all of Lambda's three tries", "alerts-lost") {
    @Override
    Map<String, Double> run() {
      return AlertFault.lost();
    }
  };

  private final String what;
  private final String raises;

  AlarmFault(String what, String raises) {
    this.what = what;
    this.raises = raises;
  }

  String what() {
    return what;
  }

  /** The names of alarms; a star stands for the three paces of an objective with their windows. */
  Set<String> raises() {
    Set<String> names = new TreeSet<>();
    for (String name : raises.split(" ", -1)) {
      if (name.endsWith("*")) {
        String objective = name.substring(0, name.length() - 1);
        for (String pace : List.of("fast", "slow", "steady")) {
          names.add(objective + pace);
          names.add(objective + pace + "-long");
          names.add(objective + pace + "-short");
        }
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** Lets it happen. Returns the alarms that were raised, with the figures that raised them. */
  abstract Map<String, Double> run();
}
