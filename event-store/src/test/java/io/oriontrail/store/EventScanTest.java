package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

class EventScanTest {
  private final List<Map<String, AttributeValue>> items = new ArrayList<>();
  private final List<ScanRequest> requests = new ArrayList<>();

  /** Answers a scan page by page, as many items as it is asked for. */
  private final class Pages implements DynamoDbClient {
    @Override
    public ScanResponse scan(ScanRequest request) {
      requests.add(request);
      AttributeValue after = request.exclusiveStartKey().get("at");
      int from = after == null ? 0 : Integer.parseInt(after.n());
      int to = Math.min(items.size(), from + request.limit());
      ScanResponse.Builder page = ScanResponse.builder().items(items.subList(from, to));
      if (to < items.size()) {
        page.lastEvaluatedKey(Map.of("at", AttributeValue.fromN(Integer.toString(to))));
      }
      return page.build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void largeTable_isReadInPagesThatTheSmallestServerCanHold() {
    List<WireMessage> written = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      StepEvent event =
          StepEvent.started(new ExecutionKey("acct", "exec-" + i), "STEP", ManualClock.START)
              .eventId("id-" + i)
              .build();
      written.add(event);
      items.add(
          StepEventItem.of(
              event, TableLayout.partitionKey(event.key()), TableLayout.sortKey(event), 1));
    }
    items.add(1_000, Map.of("pk", AttributeValue.fromS("a#b"), "sk", AttributeValue.fromS("odd")));

    List<WireMessage> read = new ArrayList<>();
    long odd = EventScan.read(new Pages(), "OrionEvents", read::add);

    assertThat(read).isEqualTo(written);
    assertThat(odd).isEqualTo(1);
    assertThat(requests).hasSize(3).allMatch(each -> each.limit() == 1_000);
    assertThat(requests).allMatch(each -> each.tableName().equals("OrionEvents"));
  }
}
