package io.oriontrail.local.architecture.bad.event;

class AsksTheMachine {
  String region() {
    return System.getProperty("aws.region", "none");
  }
}
