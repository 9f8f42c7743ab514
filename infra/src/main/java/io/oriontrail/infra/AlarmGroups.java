package io.oriontrail.infra;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which alarms are one trouble, so that it is one message. What asks for something else to be done
 * at once, such as records about to expire, is in no group and tells by itself; and so is each
 * step, since steps are different people's.
 */
final class AlarmGroups {
  private static final List<String> PACES = List.of("-fast", "-slow", "-steady");

  /** Alarms by group. */
  private static final Map<String, List<String>> MEMBERS =
      new TreeMap<>(
          Map.of(
              "ingest",
              List.of(
                  "ingest-unhealthy",
                  "ingest-duration",
                  "iterator-age-warning",
                  "freshness",
                  "silence",
                  "stream-throttles",
                  "table-throttles",
                  "slo-freshness",
                  "slo-ingest"),
              "query",
              List.of(
                  "query-unhealthy",
                  "query-latency",
                  "query-throttles",
                  "query-duration",
                  "slo-availability",
                  "slo-latency"),
              "quarantine",
              List.of("quarantine", "quarantine-depth"),
              "failures",
              List.of("batches-given-up", "failure-depth"),
              "completeness",
              List.of("completeness-fast", "completeness")));

  private AlarmGroups() {}

  /** The group of an alarm; its own name where it is in none. */
  static String of(String alarm) {
    String name = alarm;
    for (String pace : PACES) {
      if (alarm.startsWith("slo-") && alarm.endsWith(pace)) {
        name = alarm.substring(0, alarm.length() - pace.length());
      }
    }
    for (Map.Entry<String, List<String>> group : MEMBERS.entrySet()) {
      if (group.getValue().contains(name)) {
        return group.getKey();
      }
    }
    return alarm;
  }

  /** As the alert function reads it: groups with those of the alarms that are in one. */
  static String setting(Collection<String> alarms) {
    Map<String, List<String>> groups =
        alarms.stream()
            .filter(alarm -> !of(alarm).equals(alarm) || MEMBERS.containsKey(alarm))
            .sorted()
            .collect(Collectors.groupingBy(AlarmGroups::of, TreeMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(group -> group.getKey() + "=" + String.join(",", group.getValue()))
        .collect(Collectors.joining(";"));
  }
}
