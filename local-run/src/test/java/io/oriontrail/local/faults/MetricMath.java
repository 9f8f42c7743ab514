package io.oriontrail.local.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's metric math, as far as the alarms use it: numbers, ids, the four operations,
 * comparisons, {@code IF} and {@code FILL}. A value that is missing makes the whole missing, and so
 * does a division by zero. For one thread.
 */
final class MetricMath {
  private final String text;
  private final Map<String, @Nullable Double> values;
  private int at;

  private MetricMath(String text, Map<String, @Nullable Double> values) {
    this.text = text.replace(" ", "");
    this.values = values;
  }

  /** The value of the expression; null where it has none. */
  static @Nullable Double evaluate(String expression, Map<String, @Nullable Double> values) {
    MetricMath math = new MetricMath(expression, values);
    Double value = math.comparison();
    if (math.at < math.text.length()) {
      throw new AssertionError("this reader does not know: " + math.text.substring(math.at));
    }
    return value;
  }

  private @Nullable Double comparison() {
    Double left = sum();
    for (String operator : List.of(">=", "<=", ">", "<")) {
      if (take(operator)) {
        Double right = sum();
        return left == null || right == null ? null : holds(operator, left, right) ? 1.0 : 0.0;
      }
    }
    return left;
  }

  private static boolean holds(String operator, double left, double right) {
    return switch (operator) {
      case ">=" -> left >= right;
      case "<=" -> left <= right;
      case ">" -> left > right;
      default -> left < right;
    };
  }

  private @Nullable Double sum() {
    Double value = product();
    while (true) {
      if (take("+")) {
        value = both(value, product(), '+');
      } else if (take("-")) {
        value = both(value, product(), '-');
      } else {
        return value;
      }
    }
  }

  private @Nullable Double product() {
    Double value = factor();
    while (true) {
      if (take("*")) {
        value = both(value, factor(), '*');
      } else if (take("/")) {
        value = both(value, factor(), '/');
      } else {
        return value;
      }
    }
  }

  private static @Nullable Double both(@Nullable Double left, @Nullable Double right, char how) {
    if (left == null || right == null || (how == '/' && right == 0)) {
      return null;
    }
    return switch (how) {
      case '+' -> left + right;
      case '-' -> left - right;
      case '*' -> left * right;
      default -> left / right;
    };
  }

  private @Nullable Double factor() {
    if (take("(")) {
      Double value = comparison();
      require(")");
      return value;
    }
    String word = word();
    if (take("(")) {
      return function(word);
    }
    if (Character.isDigit(word.charAt(0))) {
      return Double.valueOf(word);
    }
    if (!values.containsKey(word)) {
      throw new AssertionError("there is no metric " + word + " for " + text);
    }
    return values.get(word);
  }

  private @Nullable Double function(String name) {
    List<@Nullable Double> arguments = new ArrayList<>();
    do {
      arguments.add(comparison());
    } while (take(","));
    require(")");
    Double first = arguments.getFirst();
    return switch (name) {
      case "IF" -> first == null ? null : arguments.get(first != 0 ? 1 : 2);
      case "FILL" -> first == null ? arguments.get(1) : first;
      default -> throw new AssertionError("this reader does not know the function " + name);
    };
  }

  private String word() {
    int begin = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (begin == at) {
      throw new AssertionError("a number or a name expected at " + text.substring(begin));
    }
    return text.substring(begin, at);
  }

  private boolean take(String expected) {
    boolean there = text.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }

  private void require(String expected) {
    if (!take(expected)) {
      throw new AssertionError(expected + " expected at " + text.substring(at));
    }
  }
}
