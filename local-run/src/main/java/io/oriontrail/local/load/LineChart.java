package io.oriontrail.local.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of lines over time as SVG that takes its colours from the page around it: the classes
 * {@code c0} to {@code c7} for the lines. Not safe for several threads.
 */
final class LineChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 220;
  private static final int LEFT = 62;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 26;
  private static final int STEPS = 4;
  private static final int MOST_POINTS = 360;
  private static final int MINUTE = 60;

  /** Seconds between two labels of time. */
  private static final int[] TICKS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600};

  private static final int MOST_TICKS = 8;
  private static final double WIDEST_LABEL = 48;

  /** Lines beyond so many begin with the first colour again. */
  private static final int COLOURS = 8;

  private final String title;
  private final String unit;
  private final List<Series> all = new ArrayList<>();
  private double mark = Double.NaN;
  private double shadeUntil;

  /** Values over seconds. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Series(String name, double[] seconds, double[] values) {}

  LineChart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  LineChart add(String name, double[] seconds, double[] values) {
    all.add(new Series(name, seconds, values));
    return this;
  }

  /** A level across, such as a goal. */
  LineChart mark(double level) {
    mark = level;
    return this;
  }

  /** What lies before is no part of the measurement. */
  LineChart shadeUntil(double second) {
    shadeUntil = second;
    return this;
  }

  /** A figure with its legend. */
  String html() {
    double right = Math.max(1, greatest(true));
    double top = nice(Double.isNaN(mark) ? greatest(false) : Math.max(mark, greatest(false)));
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>").append(Html.text(title)).append(" <span>");
    svg.append(Html.text(unit)).append("</span></figcaption>");
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.text(title + ", " + unit)));
    if (shadeUntil > 0) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"shade\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
              x(0, right),
              TOP,
              x(Math.min(shadeUntil, right), right) - x(0, right),
              plotHeight()));
    }
    grid(svg, right, top);
    if (!Double.isNaN(mark)) {
      double y = y(mark, top);
      svg.append(
          String.format(
              Locale.ROOT, "<path class=\"mark\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT));
    }
    for (int i = 0; i < all.size(); i++) {
      line(svg, all.get(i), i, right, top);
    }
    svg.append("</svg>");
    legend(svg);
    return svg.append("</figure>").toString();
  }

  private void grid(StringBuilder svg, double right, double top) {
    for (int i = 0; i <= STEPS; i++) {
      double value = top * i / STEPS;
      double y = y(value, top);
      svg.append(
          String.format(
              Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT));
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
              LEFT - 6,
              y + 4,
              label(value)));
    }
    times(svg, right);
  }

  /** At whole seconds or minutes. */
  private static void times(StringBuilder svg, double right) {
    int step = TICKS[TICKS.length - 1];
    for (int i = TICKS.length - 1; i >= 0 && right / TICKS[i] <= MOST_TICKS; i--) {
      step = TICKS[i];
    }
    for (int second = 0; second <= right; second += step) {
      double x = x(second, right);
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>",
              second == 0 ? "begin" : x > WIDTH - RIGHT - WIDEST_LABEL / 2 ? "end" : "middle",
              x,
              HEIGHT - 8,
              step >= MINUTE ? second / MINUTE + " min" : second + " s"));
    }
  }

  private void line(StringBuilder svg, Series series, int number, double right, double top) {
    StringBuilder path = new StringBuilder();
    int every = Math.max(1, (int) Math.ceil((double) series.values().length / MOST_POINTS));
    for (int i = 0; i < series.values().length; i += every) {
      // The greatest of those that share a point: a peak must not vanish.
      double value = series.values()[i];
      for (int j = i; j < Math.min(i + every, series.values().length); j++) {
        value = Math.max(value, series.values()[j]);
      }
      path.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              path.isEmpty() ? "M" : "L",
              x(series.seconds()[i], right),
              y(value, top)));
    }
    svg.append(
        String.format(Locale.ROOT, "<path class=\"line c%d\" d=\"%s\"/>", number % COLOURS, path));
  }

  private void legend(StringBuilder svg) {
    if (all.size() > 1) {
      svg.append("<ul>");
      for (int i = 0; i < all.size(); i++) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<li class=\"k%d\">%s</li>",
                i % COLOURS,
                Html.text(all.get(i).name())));
      }
      svg.append("</ul>");
    }
  }

  private double greatest(boolean ofTime) {
    double most = 0;
    for (Series series : all) {
      for (double value : ofTime ? series.seconds() : series.values()) {
        most = Math.max(most, value);
      }
    }
    return most;
  }

  private static double nice(double most) {
    if (most <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    for (double step : new double[] {1, 2, 4, 5, 8, 10}) {
      if (most <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static double x(double second, double right) {
    return LEFT + second / right * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double top) {
    return TOP + (1 - value / top) * plotHeight();
  }

  private static int plotHeight() {
    return HEIGHT - TOP - BOTTOM;
  }

  private static String label(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
