package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import java.net.URLEncoder;

/** Asks for the timeline of one execution. */
record TimelineQuestion(ExecutionKey key) {
  String path() {
    return "/v1/timeline?accountId="
        + URLEncoder.encode(key.accountId(), UTF_8)
        + "&executionId="
        + URLEncoder.encode(key.executionId(), UTF_8);
  }
}
