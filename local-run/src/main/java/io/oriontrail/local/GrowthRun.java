package io.oriontrail.local;

import io.oriontrail.local.load.GrowthReport;
import io.oriontrail.local.load.GrowthReport.Point;
import io.oriontrail.local.load.LoadResult;
import io.oriontrail.local.load.LoadSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Loads that differ from a usual one in one thing each, at once, four times and sixteen times of
 * it, every one on a line of its own in this process. Not safe for several threads.
 */
final class GrowthRun {
  private static final int[] FACTORS = {1, 4, 16};
  private static final int MIDDLE = 4;
  private static final int USUAL_LENGTH = 20;

  private final Path root;
  private final LoadSettings most;
  private final Consumer<String> say;
  private final Map<LoadSettings, LoadResult> done = new HashMap<>();

  /** {@code most}: its rate is sixteen times the least. */
  GrowthRun(Path root, LoadSettings most, Consumer<String> say) {
    this.root = root;
    this.most = most;
    this.say = say;
  }

  /** Blocks until all are done. */
  List<Point> run() throws InterruptedException {
    LoadSettings usual =
        most.withRate(Math.max(1, most.eventsPerSecond() / MIDDLE))
            .withShards(MIDDLE)
            .withShape(USUAL_LENGTH, MIDDLE);
    say.accept("first a load that does not count, so that everything is compiled");
    measure(usual.withRate(most.eventsPerSecond()));
    done.clear();
    List<Point> points = new ArrayList<>();
    int least = Math.max(1, most.eventsPerSecond() / FACTORS[FACTORS.length - 1]);
    add(points, "events a second", least, usual::withRate);
    add(points, "shards", 1, usual::withShards);
    add(points, "executions per account", 1, each -> usual.withShape(USUAL_LENGTH, each));
    add(points, "events per execution", USUAL_LENGTH, each -> usual.withShape(each, MIDDLE));
    return points;
  }

  private void add(
      List<Point> points, String dimension, int least, IntFunction<LoadSettings> settings)
      throws InterruptedException {
    for (int factor : FACTORS) {
      Point point =
          new Point(dimension, least * factor, factor, measure(settings.apply(least * factor)));
      points.add(point);
      say.accept(new GrowthReport(points, "").lines().getLast());
    }
  }

  private LoadResult measure(LoadSettings settings) throws InterruptedException {
    LoadResult known = done.get(settings);
    if (known != null) {
      return known;
    }
    try (LoadLine line = LoadLine.start(root, settings);
        LoadRun run = new LoadRun(settings, line)) {
      LoadResult result = run.run((_, _) -> {}, _ -> {});
      done.put(settings, result);
      return result;
    }
  }
}
