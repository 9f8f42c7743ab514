package io.oriontrail.local.architecture.bad.store;

public class StepEventWriter {
  public String append(String event) {
    return event.toString();
  }
}
