package io.oriontrail.infra;

import io.oriontrail.query.CompletenessLog;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.CronOptions;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/** Has the query function judge once an hour how complete the one before was. */
final class CompletenessSchedule extends Construct {
  /** Some minutes more than {@link CompletenessLog#GRACE} after the hour. */
  private static final String MINUTE = "20";

  CompletenessSchedule(Construct scope, String id, Alias query) {
    super(scope, id);
    Rule.Builder.create(this, "Hourly")
        .description("Orion Trail: how complete the last hour is")
        .schedule(Schedule.cron(CronOptions.builder().minute(MINUTE).build()))
        .targets(
            List.of(
                LambdaFunction.Builder.create(query)
                    .event(
                        RuleTargetInput.fromObject(
                            Map.of(CompletenessLog.FIELD, CompletenessLog.TASK)))
                    // An hour that could not be judged in time is not worth the next one's place.
                    .retryAttempts(2)
                    .maxEventAge(Duration.minutes(30))
                    .build()))
        .build();
  }
}
