package io.oriontrail.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineChartTest {
  private static final Pattern TIME =
      Pattern.compile("<text class=\"\\w+\"[^>]*>(\\d+ \\w+)</text>");

  /** However long it took, down to the hundredth of a second. */
  @ParameterizedTest
  @CsvSource({
    "4.2, 0 s|1 s|2 s|3 s|4 s",
    "165.23, 0 s|30 s|60 s|90 s|120 s|150 s",
    "662.4, 0 min|2 min|4 min|6 min|8 min|10 min",
    "3600.7, 0 min|10 min|20 min|30 min|40 min|50 min|60 min"
  })
  void labelsOfTime_areWholeSecondsOrMinutes(double last, String labels) {
    String html =
        new LineChart("Lag", "events")
            .add("lag", new double[] {0, last}, new double[] {1, 2})
            .html();

    assertThat(TIME.matcher(html).results().map(found -> found.group(1)).toList())
        .isEqualTo(List.of(labels.split("\\|", -1)));
  }

  @ParameterizedTest
  @CsvSource({"8, 7", "9, 0", "10, 1"})
  void moreLinesThanColours_beginAgain(int lines, int lastColour) {
    LineChart chart = new LineChart("Live", "MiB");
    for (int i = 0; i < lines; i++) {
      chart.add("process " + i, new double[] {0, 1}, new double[] {i, i});
    }
    List<String> colours =
        Pattern.compile("class=\"line c(\\d+)\"")
            .matcher(chart.html())
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(colours).hasSize(lines);
    assertThat(colours.getLast()).isEqualTo(Integer.toString(lastColour));
  }
}
