package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one service to the next through headers, whatever else stands in them. */
final class HandoverTest {
  private static final Path PAGE =
      Path.of(System.getProperty("orion.root"), "docs/contracts/handover.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(.+?)` \\| `(.+?)` \\| (?:`(.+?)` )?\\| `(orion\\..+?)` \\|");

  private final RecordingEmitter caller = RecordingEmitter.create();
  private final RecordingEmitter called = RecordingEmitter.create();
  private final Map<String, String> headers = new HashMap<>();

  @AfterEach
  void close() {
    caller.close();
    called.close();
  }

  @Test
  void run_injectedAndExtracted_isTheParentOfWhatTheCalledServiceRuns() {
    Run run = caller.emitter().execution("acct-42", "exec-7").step("ONBOARD").start();
    run.inject(headers);
    Execution there = called.emitter().extract(headers).orElseThrow();
    Run inner = there.step("VERIFY").start();
    inner.step("ASK").start().succeeded();
    inner.succeeded();
    List<StepEvent> events = called.execution("acct-42", "exec-7").events();
    assertThat(events)
        .extracting(StepEvent::step, StepEvent::parentRunId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("VERIFY", run.runId()),
            org.assertj.core.groups.Tuple.tuple("ASK", inner.runId()),
            org.assertj.core.groups.Tuple.tuple("ASK", inner.runId()),
            org.assertj.core.groups.Tuple.tuple("VERIFY", run.runId()));
  }

  @Test
  void execution_injectedOnTheWay_passesTheCallersRunOn() {
    Run run = caller.emitter().execution("acct-42", "exec-7").step("ONBOARD").start();
    run.inject(headers);
    Map<String, String> next = new HashMap<>();
    called.emitter().extract(headers).orElseThrow().inject(next);
    assertThat(next).isEqualTo(headers);
    caller.emitter().execution("acct-42", "exec-7").inject(next);
    assertThat(next.get("baggage")).doesNotContain("orion.run");
  }

  @Test
  void emitterSwitchedOff_passesTheCallersRunOnInsteadOfItsOwn() {
    caller.emitter().execution("acct-42", "exec-7").step("ONBOARD").start().inject(headers);
    try (OrionEmitter off =
        OrionEmitter.builder().streamName("s").enabled(false).shutdownHook(false).build()) {
      Map<String, String> next = new HashMap<>();
      off.extract(headers).orElseThrow().step("PASS_ON").start().inject(next);
      assertThat(next).isEqualTo(headers);
    }
  }

  @Test
  void examples_ofThePage_areWrittenAndReadAsTheyStandThere() throws IOException {
    Matcher row = ROW.matcher(Files.readString(PAGE));
    int rows = 0;
    while (row.find()) {
      Baggage baggage = new Baggage(ExecutionKey.of(row.group(1), row.group(2)), row.group(3));
      Map<String, String> written = new HashMap<>();
      assertThat(baggage.writeTo(written)).isTrue();
      assertThat(written).isEqualTo(Map.of("baggage", row.group(4)));
      assertThat(Baggage.readFrom(written)).isEqualTo(baggage);
      rows++;
    }
    assertThat(rows).isEqualTo(4);
  }

  @Test
  void members_ofOthers_stayAsTheyAre() {
    headers.put(
        "Baggage",
        "userId=Am%C3%A9lie ; private, orion.run=old;p=1,serverNode=DF%2028,,isProduction=false,"
            + "orion.accountant=x,orion.account=other");
    headers.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    caller.emitter().execution("acct-42", "exec-7").inject(headers);
    assertThat(headers)
        .hasSize(2)
        .containsEntry(
            "Baggage",
            "userId=Am%C3%A9lie ; private,serverNode=DF%2028,isProduction=false,"
                + "orion.accountant=x,orion.account=acct-42,orion.execution=exec-7");
    assertThat(caller.emitter().extract(headers)).isPresent();
  }

  @Test
  void headers_withoutRoom_stayAsTheyWere() {
    String long_ = "k=" + "v".repeat(8_150);
    String many = "k=v" + ",k=v".repeat(62);
    String huge = "k=" + "v".repeat(1 << 20);
    String wide = "k=" + "\u00e9".repeat(4_090);
    for (String before : List.of(long_, many, huge, wide)) {
      headers.put("baggage", before);
      caller.emitter().execution("acct-42", "exec-7").inject(headers);
      assertThat(headers).isEqualTo(Map.of("baggage", before));
    }
    assertThat(caller.emitter().stats().amended()).isEqualTo(4);
    String fits = "k=v" + ",k=v".repeat(61);
    headers.put("baggage", fits);
    caller.emitter().execution("acct-42", "exec-7").inject(headers);
    assertThat(headers.get("baggage")).startsWith(fits + ",orion.account=acct-42");
  }

  @Test
  void longestIds_fit() {
    String wide = "\uD83D\uDE00".repeat(128);
    caller.emitter().execution(wide, wide).step("S").start().inject(headers);
    assertThat(headers.get("baggage")).hasSizeLessThan(Baggage.MAX_BYTES);
    assertThat(Baggage.readFrom(headers)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "=",
        "orion.account=a",
        "orion.execution=e",
        "orion.account=,orion.execution=e",
        "orion.account,orion.execution=e",
        "orion.account=a%,orion.execution=e",
        "orion.account=a%2,orion.execution=e",
        "orion.account=a%zz,orion.execution=e",
        "orion.account=a%-1,orion.execution=e",
        "orion.account=a%\uff11\uff11,orion.execution=e",
        "orion.account=%FF,orion.execution=e",
        "orion.account=%ED%A0%80,orion.execution=e",
        "orion.account=a%23b,orion.execution=e",
        "orion.account=a%00b,orion.execution=e",
        "orion.account=a b,orion.execution=e",
        "orion.account=\u00e9,orion.execution=e",
        "ORION.ACCOUNT=a,orion.execution=e",
        "orion.account=a;orion.execution=e"
      })
  void extract_nothingLegal_isEmpty(String header) {
    assertThat(called.emitter().extract(Map.of("baggage", header))).isEmpty();
  }

  @Test
  void extract_beyondWhatAnybodyMustCarry_isNotRead() {
    String ours = "orion.account=a,orion.execution=e";
    assertThat(extract("k=" + "v".repeat(8_180) + "," + ours)).isEmpty();
    assertThat(extract(ours + ",k=" + "v".repeat(1 << 20))).isPresent();
    assertThat(extract("orion.account=" + "a".repeat(129) + ",orion.execution=e")).isEmpty();
    assertThat(extract(",".repeat(8_100) + ours)).isPresent();
  }

  @Test
  void extract_oddButLegal_isRead() {
    assertThat(
            Baggage.readFrom(
                Map.of(
                    "BAGGAGE",
                    "orion.run=x,\torion.account =  %61cct-42 ; p=1 ; q, orion.execution=a%2fb,"
                        + "orion.run=no%20token")))
        .isEqualTo(new Baggage(ExecutionKey.of("acct-42", "a/b"), null));
    assertThat(extract("orion.account=a,orion.account=b,orion.execution=e")).isPresent();
  }

  @Test
  void extract_anyOctets_neverThrows() {
    SplittableRandom random = new SplittableRandom(3);
    String alphabet = "orion.account=execution,;% \t0aF\"\\\u0000\u00e9\uD800";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder header = new StringBuilder(random.nextBoolean() ? "orion.account=" : "");
      for (int n = random.nextInt(60); n > 0; n--) {
        header.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      header.append(",orion.execution=e");
      extract(header.toString()).ifPresent(e -> e.inject(headers));
    }
    assertThat(called.emitter().stats().dropped()).isZero();
  }

  @Test
  @SuppressWarnings("NullAway") // callers without our annotations can pass null anywhere
  void maps_thatMisbehave_areSurvived() {
    Execution execution = caller.emitter().execution("acct-42", "exec-7");
    execution.inject(null);
    execution.inject(Map.of());
    caller.emitter().execution("no#account", "e").inject(headers);
    assertThat(headers).isEmpty();
    assertThat(caller.emitter().stats().amended()).isEqualTo(3);
    assertThat(caller.emitter().extract(null)).isEmpty();
    Map<String, String> nulls = new HashMap<>();
    nulls.put(null, null);
    nulls.put("baggage", null);
    assertThat(caller.emitter().extract(nulls)).isEmpty();
    execution.inject(nulls);
    assertThat(caller.emitter().extract(nulls)).isPresent();
  }

  private Optional<Execution> extract(String header) {
    return called.emitter().extract(Map.of("baggage", header));
  }
}
