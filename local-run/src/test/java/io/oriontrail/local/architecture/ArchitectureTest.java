package io.oriontrail.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ArchitectureTest {
  private static final String ROOT = "io.oriontrail";
  private static final String BAD = ROOT + ".local.architecture.bad";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Who breaks which rule; all others keep it. */
  private static final Map<Rule, List<String>> OFFENDERS =
      Map.ofEntries(
          Map.entry(
              RoomRule.EVENT_MODEL_NEEDS_NOTHING_BUT_A_JSON_PARSER,
              List.of("event.KnowsTheCloud", "event.Logs")),
          Map.entry(
              RoomRule.EVENT_MODEL_KNOWS_NO_CLOCK_NO_MACHINE_AND_NO_LOG,
              List.of(
                  "event.TellsTheTime",
                  "event.ReadsTheClockThroughAReference",
                  "event.AsksTheMachine")),
          Map.entry(RoomRule.EMITTER_SEES_THE_EVENT_MODEL_ONLY, List.of("emitter.KnowsTheStore")),
          Map.entry(
              RoomRule.EMITTER_KNOWS_A_TRANSPORT_ONLY_WHERE_IT_IS_NAMED_FOR_IT,
              List.of("emitter.SendsByItself")),
          Map.entry(RoomRule.STORE_SEES_THE_EVENT_MODEL_ONLY, List.of("store.KnowsTheEmitter")),
          Map.entry(
              RoomRule.STORE_KNOWS_NO_LAMBDA_AND_NO_HTTP,
              List.of("store.TakesLambdaEvents", "store.ServesHttp")),
          Map.entry(
              RoomRule.INGEST_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY,
              List.of("ingest.AssemblesTimelines", "ingest.EmitsItsOwnEvents")),
          Map.entry(
              RoomRule.QUERY_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY,
              List.of("query.KnowsTheLocalRun", "query.KnowsTheBenchmarks")),
          Map.entry(RoomRule.QUERY_WRITES_NO_EVENTS, List.of("query.WritesEvents")),
          Map.entry(
              RoomRule.ALERT_SEES_THE_EVENT_MODEL_AND_THE_STORE_ONLY,
              List.of("alert.KnowsTheQuery")),
          Map.entry(RoomRule.ALERT_WRITES_NO_EVENTS, List.of("alert.WritesEvents")),
          Map.entry(
              RoomRule.LAMBDA_TYPES_STOP_AT_THE_HANDLER, List.of("ingest.TakesTheContextInside")),
          Map.entry(
              RoomRule.CLOUD_TYPES_STOP_AT_THE_HANDLER_OR_AT_A_CLASS_NAMED_FOR_THE_CLOUD,
              List.of("query.KnowsHowItIsStored")),
          Map.entry(
              RoomRule.ONLY_LOCAL_RUN_KNOWS_THE_EMITTER,
              List.of("store.KnowsTheEmitter", "ingest.EmitsItsOwnEvents")),
          Map.entry(RoomRule.NOTHING_DEPENDS_ON_LOCAL_RUN, List.of("query.KnowsTheLocalRun")),
          Map.entry(
              RoomRule.NOTHING_DEPENDS_ON_BENCHMARKS_OR_INFRA,
              List.of("query.KnowsTheBenchmarks", "local.KnowsTheInfra")),
          Map.entry(
              RoomRule.PACKAGES_FORM_NO_CIRCLE,
              List.of("emitter.Sends", "emitter.transport.KnowsTheQueue")),
          Map.entry(
              Habit.NAMES_SAY_WHAT_A_CLASS_IS,
              List.of(
                  "store.EventStoreImpl",
                  "store.ItemUtil",
                  "store.ItemUtils",
                  "store.TableManager",
                  "store.KeyHelper")),
          Map.entry(Habit.PACKAGES_ARE_NULL_MARKED, List.of("unmarked.HasNoNullMarkedPackage")),
          Map.entry(
              Habit.ENVIRONMENT_IS_READ_AT_THE_DOOR_ONLY,
              List.of("query.ReadsTheEnvironmentHandler", "query.PassesTheEnvironmentOn")),
          Map.entry(
              Habit.WALL_CLOCK_IS_HANDED_TO_WHAT_IS_DEPLOYED,
              List.of("event.TellsTheTime", "event.ReadsTheClockThroughAReference")),
          Map.entry(Habit.TIME_IS_JAVA_TIME, List.of("store.TellsTimeTheOldWay")),
          Map.entry(Habit.LOGS_GO_THROUGH_SLF4J, List.of("store.LogsTheOldWay")));

  @ParameterizedTest
  @MethodSource("rules")
  void rule_ourClasses_keepIt(Rule rule) {
    EvaluationResult result = rule.in(ROOT).evaluate(OURS);

    assertThat(result.getFailureReport().getDetails()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_classesThatBreakIt_areNamedAndNoOthers(Rule rule) {
    JavaClasses bad = new ClassFileImporter().importPackages(BAD);
    EvaluationResult result = rule.in(BAD).evaluate(bad);

    List<String> details = result.getFailureReport().getDetails();
    List<String> offenders = OFFENDERS.getOrDefault(rule, List.of());
    assertThat(offenders).as("every rule is shown to fail").isNotEmpty();
    assertThat(offenders)
        .allSatisfy(offender -> assertThat(details).anyMatch(names(BAD + "." + offender)));
    assertThat(details)
        .allMatch(
            detail ->
                offenders.stream().anyMatch(offender -> names(BAD + "." + offender).test(detail)));
  }

  @Test
  void ourClasses_fromEveryRoom_areThere() {
    assertThat(OURS.stream().map(type -> room(type.getPackageName())).distinct())
        .contains("event", "emitter", "store", "ingest", "query", "alert", "local");
  }

  private static Predicate<String> names(String type) {
    return Pattern.compile("\\b" + Pattern.quote(type) + "\\b").asPredicate();
  }

  private static String room(String packageName) {
    String below = packageName.substring(ROOT.length() + 1);
    return below.split("\\.", 2)[0];
  }

  static Stream<Rule> rules() {
    return Stream.concat(Stream.of(RoomRule.values()), Stream.of(Habit.values()));
  }
}
