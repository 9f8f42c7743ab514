package io.oriontrail.alert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where CloudWatch's console shows an alarm. */
final class ConsoleLink {
  private static final Pattern ARN =
      Pattern.compile("arn:aws:cloudwatch:([a-z0-9-]+):\\d+:alarm:.+");

  private ConsoleLink() {}

  /** Null where the alarm does not say where it lives, or lives in no usual region. */
  static @Nullable String of(AlarmChange change) {
    Matcher arn = ARN.matcher(change.arn());
    return arn.matches()
        ? "https://%1$s.console.aws.amazon.com/cloudwatch/home?region=%1$s#alarmsV2:alarm/%2$s"
            .formatted(arn.group(1), DashboardLinks.encode(change.name()))
        : null;
  }
}
