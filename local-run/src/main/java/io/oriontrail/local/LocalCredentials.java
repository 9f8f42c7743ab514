package io.oriontrail.local;

import java.util.List;

/**
 * What stands in for credentials on a line of this machine: any do, the SDK only insists that there
 * be some. They must not hide real ones from what works on a deployed line.
 */
final class LocalCredentials {
  private static final String STAND_IN = "local";
  private static final List<String> PROPERTIES = List.of("aws.accessKeyId", "aws.secretAccessKey");

  private LocalCredentials() {}

  /** Sets them where no others are set. */
  static void use() {
    for (String property : PROPERTIES) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, STAND_IN);
      }
    }
  }

  /** Takes them back; others are left as they are. */
  static void forget() {
    if (PROPERTIES.stream().allMatch(each -> STAND_IN.equals(System.getProperty(each)))) {
      PROPERTIES.forEach(System::clearProperty);
    }
  }
}
