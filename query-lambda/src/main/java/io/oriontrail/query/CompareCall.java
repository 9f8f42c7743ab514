package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;

/** Answers with two executions of an account, held against each other step by step. */
final class CompareCall implements Call {
  private final Timelines timelines;
  private final AccountExecutions executions;

  CompareCall(Timelines timelines, AccountExecutions executions) {
    this.timelines = timelines;
    this.executions = executions;
  }

  @Override
  public Response answer(Question question) {
    ExecutionKey key = question.key();
    String with = question.parameters().text("with");
    ExecutionKey named = with == null ? null : ExecutionKey.of(key.accountId(), with);
    Timelines.Found here = timelines.find(key);
    Timelines.Found other = timelines.find(named != null ? named : lastGood(here.timeline()));
    int events = here.events().events().size() + other.events().events().size();
    Body body = null;
    while (body == null) {
      Comparison comparison = Comparison.of(here.timeline(), other.timeline());
      body = Body.of(out -> ComparisonJson.write(comparison, out), question.acceptsGzip());
      if (body == null) {
        here = timelines.halved(here);
        other = timelines.halved(other);
      }
    }
    return JsonAnswer.of(body, events);
  }

  private ExecutionKey lastGood(Timeline timeline) {
    ExecutionKey good = executions.lastGoodBefore(timeline);
    if (good == null) {
      throw new ProblemException(
          ProblemType.NOTHING_TO_COMPARE,
          "None of the account's last executions before this one succeeded; name one to compare"
              + " with: with=….");
    }
    return good;
  }
}
