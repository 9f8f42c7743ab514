package io.oriontrail.infra;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who is told: addresses that confirm their subscription once, by a link that SNS sends them.
 *
 * @param webhooks HTTPS addresses, as pagers and chats have them
 */
record AlertReceivers(List<String> emails, List<String> webhooks) {
  private static final Pattern EMAIL = Pattern.compile("[^\\s@,]+@[^\\s@,]+\\.[^\\s@,]+");
  private static final Pattern WEBHOOK = Pattern.compile("https://\\S+");

  static AlertReceivers from(ConfigSection section) {
    AlertReceivers receivers =
        new AlertReceivers(
            section.optionalTexts("emails", EMAIL, "an e-mail address"),
            section.optionalTexts("webhooks", WEBHOOK, "an https address"));
    if (receivers.emails().isEmpty() && receivers.webhooks().isEmpty()) {
      // An alarm that nobody hears is worse than none: it looks like safety.
      throw section.refused("emails", "", "at least one address here or under webhooks");
    }
    return receivers;
  }
}
