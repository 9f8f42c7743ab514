package io.oriontrail.alert;

/**
 * The table in which the alert function keeps what is grouped: one key, and items that expire. A
 * group's item is written on condition of its version; a message's holds the channels that took it.
 */
public final class AlertTable {
  public static final String PK = "pk";

  /** When DynamoDB may drop an item, in seconds since the epoch. */
  public static final String TTL = "ttl";

  private AlertTable() {}

  static String group(String name) {
    return "group#" + name;
  }

  static String message(String id) {
    return "message#" + id;
  }
}
