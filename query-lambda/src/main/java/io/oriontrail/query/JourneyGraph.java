package io.oriontrail.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Checks how the steps of a definition hang together: names, dependencies, no circle. */
final class JourneyGraph {
  private final List<Journey.Step> steps;
  private final BiFunction<String, String, JourneyException> broken;
  private final Map<String, Integer> placeOf = new HashMap<>();

  /** {@code broken} makes the exception for a place and a problem. */
  JourneyGraph(List<Journey.Step> steps, BiFunction<String, String, JourneyException> broken) {
    this.steps = steps;
    this.broken = broken;
  }

  void check() {
    for (int i = 0; i < steps.size(); i++) {
      Integer earlier = placeOf.putIfAbsent(steps.get(i).name(), i);
      if (earlier != null) {
        throw broken.apply(
            "steps[" + i + "].name",
            "'" + steps.get(i).name() + "' stands already in steps[" + earlier + "]");
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      checkNames(i, steps.get(i).dependsOn());
    }
    refuseCircles();
  }

  private void checkNames(int step, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!placeOf.containsKey(names.get(i))) {
        throw broken.apply(
            "steps[" + step + "].dependsOn[" + i + "]",
            "there is no step '"
                + names.get(i)
                + "'"
                + Similar.hint(names.get(i), placeOf.keySet()));
      }
    }
  }

  private void refuseCircles() {
    Set<Integer> done = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      follow(i, new ArrayList<>(), done);
    }
  }

  /** Depth is bounded by the number of steps that a file may hold. */
  private void follow(int step, List<Integer> way, Set<Integer> done) {
    int met = way.indexOf(step);
    if (met >= 0) {
      throw broken.apply("steps[" + step + "].dependsOn", "a circle: " + circle(way, met));
    }
    if (done.contains(step)) {
      return;
    }
    way.add(step);
    for (String predecessor : steps.get(step).dependsOn()) {
      Integer next = placeOf.get(predecessor);
      if (next != null) {
        follow(next, way, done);
      }
    }
    way.removeLast();
    done.add(step);
  }

  private String circle(List<Integer> way, int from) {
    List<String> names = new ArrayList<>();
    for (int place : way.subList(from, way.size())) {
      names.add(steps.get(place).name());
    }
    names.add(names.getFirst());
    return String.join(" -> ", names);
  }
}
