package io.oriontrail.alert;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.store.FailureReader;
import io.oriontrail.store.RollupReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Lets tests of the whole line hand parts and time to the handler, which only its package may. */
public final class AlertDoor {
  public static final String PAGE_ALARMS = "arn:aws:sns:eu-west-1:111122223333:page-alarms";
  public static final String TICKET_ALARMS = "arn:aws:sns:eu-west-1:111122223333:ticket-alarms";

  private AlertDoor() {}

  /** A message as its receiver has it. */
  public record Told(String severity, String subject, String text, String json) {}

  /** Takes messages, or refuses them by throwing. */
  @FunctionalInterface
  public interface Receiver {
    void take(Told told) throws RefusedException;
  }

  /** The receiver does not take it. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * The handler as it is deployed for stage production, but for what it reads, whom it tells and
   * time.
   *
   * @param groups by the short names of alarms
   */
  public static RequestStreamHandler handler(
      RollupReader rollups,
      FailureReader failures,
      Map<String, String> groups,
      String dashboard,
      InstantSource clock,
      Receiver receiver) {
    Alerting alerting =
        new Alerting(
            new Alerting.Parts(
                "production",
                groups,
                Duration.ofHours(4),
                new InMemoryGroupStore(),
                new FailureLookup(rollups, failures, clock, Duration.ofSeconds(60), 3),
                new DashboardLinks(dashboard),
                Map.of(
                    Severity.PAGE, List.of(channel(Severity.PAGE, receiver)),
                    Severity.TICKET, List.of(channel(Severity.TICKET, receiver)))));
    return new AlertHandler(
        alerting,
        Map.of(PAGE_ALARMS, Severity.PAGE, TICKET_ALARMS, Severity.TICKET),
        clock,
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  private static Channel channel(Severity severity, Receiver receiver) {
    return new Channel() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public void send(Telling telling) throws ChannelException {
        try {
          receiver.take(
              new Told(severity.word(), telling.subject(), telling.text(), telling.json()));
        } catch (RefusedException e) {
          throw new ChannelException("refused", e);
        }
      }
    };
  }
}
