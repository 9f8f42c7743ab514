package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.oriontrail.event.ExecutionKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers with a page of an account's executions, newest first. */
final class ExecutionsCall implements Call {
  private final AccountExecutions executions;
  private final Cursors cursors;

  ExecutionsCall(AccountExecutions executions, Cursors cursors) {
    this.executions = executions;
    this.cursors = cursors;
  }

  @Override
  public Response answer(Question question) {
    String account = account(question);
    String scope = Route.EXECUTIONS + ' ' + account;
    String cursor = question.parameters().text("cursor");
    String after = cursor == null ? null : cursors.open(scope, cursor);
    AccountExecutions.Page page = executions.page(account, after, question.parameters().limit());
    String next = page.next() == null ? null : cursors.seal(scope, page.next());
    return JsonAnswer.of(
        question, page.executions().size(), json -> write(json, account, page, next));
  }

  private static String account(Question question) {
    String account = question.accountIdOrNull();
    if (account == null) {
      throw Parameters.wrong("accountId", "names the account", null);
    }
    // An execution's key is the judge of what an account may be called.
    return ExecutionKey.of(account, "any").accountId();
  }

  private static void write(
      JsonGenerator json, String account, AccountExecutions.Page page, @Nullable String next)
      throws IOException {
    json.writeStringField("accountId", account);
    json.writeArrayFieldStart("executions");
    for (ExecutionSummary execution : page.executions()) {
      json.writeStartObject();
      json.writeStringField("executionId", execution.key().executionId());
      json.writeStringField("status", execution.status().name());
      JsonAnswer.time(json, "startedAt", execution.startedAt());
      JsonAnswer.time(json, "endedAt", execution.endedAt());
      JsonAnswer.number(json, "durationNanos", execution.durationNanos());
      JsonAnswer.time(json, "lastEventAt", execution.lastEventAt());
      Run failure = execution.failure();
      json.writeStringField("failedStep", failure == null ? null : failure.step());
      json.writeStringField("errorCode", failure == null ? null : failure.errorCode());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (next != null) {
      json.writeStringField("nextCursor", next);
    }
  }
}
