package io.oriontrail.local.chaos;

/** What can go wrong with a line. */
public enum FaultKind {
  KINESIS_THROTTLED("entries of puts are refused as throttled"),
  KINESIS_UNREACHABLE("connections to Kinesis end without an answer, for writers and readers"),
  KINESIS_SLOW("puts are acted on and answered after the emitters have given them up"),
  KINESIS_BROKEN("puts fail with 500, or are acted on and their answers cut off"),
  STREAM_RESHARDED("the stream is split or merged"),
  DYNAMODB_THROTTLED("calls are refused as throttled, or half of their items are left over"),
  DYNAMODB_SLOW("calls take up to longer than their callers wait"),
  DYNAMODB_UNREACHABLE("connections end without an answer, before or after the call is acted on"),
  INGEST_KILLED("the ingest function dies, again and again"),
  EMITTER_KILLED("a process that emits is killed, and another one started in its place"),
  CLOCK_JUMPED("the clocks of the producers and of the stream stand hours off"),
  POISON("records that nobody can read, and unfit lines among good ones");

  private final String meaning;

  FaultKind(String meaning) {
    this.meaning = meaning;
  }

  /** In a few words. */
  public String meaning() {
    return meaning;
  }
}
