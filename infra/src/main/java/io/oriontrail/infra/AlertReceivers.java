package io.oriontrail.infra;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is told: addresses that confirm their subscription once, by a link that SNS sends them.
 *
 * @param webhooks HTTPS addresses that speak SNS, as pagers have them
 * @param chatSecret ARN of the secret that holds a chat's incoming webhook; null for no chat
 */
record AlertReceivers(List<String> emails, List<String> webhooks, @Nullable String chatSecret) {
  private static final Pattern EMAIL = Pattern.compile("[^\\s@,]+@[^\\s@,]+\\.[^\\s@,]+");
  private static final Pattern WEBHOOK = Pattern.compile("https://\\S+");

  /** With the six characters at its end: without them a policy needs a wildcard. */
  private static final Pattern SECRET =
      Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:\\S+-\\w{6}");

  static AlertReceivers from(ConfigSection section) {
    AlertReceivers receivers =
        new AlertReceivers(
            section.optionalTexts("emails", EMAIL, "an e-mail address"),
            section.optionalTexts("webhooks", WEBHOOK, "an https address"),
            section.optionalText(
                "chatSecret", SECRET, "the whole ARN of a secret of Secrets Manager"));
    if (receivers.emails().isEmpty() && receivers.webhooks().isEmpty()) {
      // An alarm that nobody hears is worse than none: it looks like safety. A chat is not enough:
      // what goes wrong with the function that writes to it is told to the others.
      throw section.refused("emails", "", "at least one address here or under webhooks");
    }
    return receivers;
  }
}
