package io.oriontrail.alert;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is sent, and can refuse. */
final class HeldChannel implements Channel {
  private final String name;
  final List<Telling> sent = new ArrayList<>();
  boolean refuses;

  HeldChannel(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(Telling telling) throws ChannelException {
    if (refuses) {
      throw new ChannelException("it answered 500");
    }
    sent.add(telling);
  }
}
