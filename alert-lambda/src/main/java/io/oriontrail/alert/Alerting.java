package io.oriontrail.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells people about alarms: once a trouble, with what fails, over all channels of its severity.
 * What it needs for that may fail, and the alarm is told all the same: without context, or, where
 * groups cannot be read, once too often rather than once too few. Safe for use by several threads
 * at once; blocks.
 */
final class Alerting {
  /** Two alarms of a group within the same moment; more in a row than this is no coincidence. */
  private static final int TRIES = 6;

  private final Parts parts;

  /**
   * What it is made of.
   *
   * @param stage names of alarms begin with it
   * @param groups by an alarm's short name
   * @param groupFor for how long an alarm keeps others of its group quiet
   */
  record Parts(
      String stage,
      Map<String, String> groups,
      Duration groupFor,
      GroupStore store,
      FailureLookup lookup,
      DashboardLinks links,
      Map<Severity, List<Channel>> channels) {}

  /**
   * What came of a change.
   *
   * @param told severities that were told
   * @param failed channels that did not take the message, with their reasons
   * @param notes what went wrong without keeping anybody from being told
   */
  record Told(
      String alarm, String group, Set<Severity> told, List<String> failed, List<String> notes) {}

  private record Decision(Group.Step step, List<String> notes) {}

  Alerting(Parts parts) {
    this.parts = parts;
  }

  Told take(AlarmChange change, Severity severity) {
    String alarm = shortName(change.name());
    String name = parts.groups().getOrDefault(alarm, alarm);
    Decision decision = decide(name, change, severity);
    if (decision.step().to().isEmpty()) {
      return new Told(alarm, name, Set.of(), List.of(), decision.notes());
    }
    Failures failures =
        change.alarming() ? parts.lookup().around(change.at(), change.step()) : null;
    List<String> failed = new ArrayList<>();
    for (Severity to : EnumSet.copyOf(decision.step().to())) {
      Message message = message(change, alarm, name, to, decision, failures);
      send(message.id(), to, telling(message), failed);
    }
    List<String> notes = new ArrayList<>(decision.notes());
    if (failures != null) {
      notes.addAll(failures.missing());
    }
    return new Told(alarm, name, decision.step().to(), failed, notes);
  }

  /** Passes on what is no alarm: whoever publishes to these topics means somebody to read it. */
  Told pass(String id, String subject, String text, Severity severity) {
    List<String> failed = new ArrayList<>();
    send(
        id,
        severity,
        new Channel.Telling(PlainText.subject(parts.stage() + ": " + subject), text, text),
        failed);
    return new Told("none", "none", Set.of(severity), failed, List.of());
  }

  private Message message(
      AlarmChange change,
      String alarm,
      String group,
      Severity to,
      Decision decision,
      @Nullable Failures failures) {
    Group.Step step = decision.step();
    return new Message(
        change.id(),
        parts.stage(),
        alarm,
        group,
        to,
        change,
        change.parts().stream().map(this::shortName).sorted().toList(),
        step.since(),
        step.group().besides(change.name(), step.since()).stream().map(this::shortName).toList(),
        failures,
        decision.notes());
  }

  private Channel.Telling telling(Message message) {
    MessageText text = new MessageText(parts.links());
    return new Channel.Telling(
        text.subject(message), text.body(message), new PagerJson(parts.links(), text).of(message));
  }

  private String shortName(String name) {
    String prefix = "orion-trail-" + parts.stage() + "-";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private Decision decide(String name, AlarmChange change, Severity severity) {
    try {
      for (int i = 0; i < TRIES; i++) {
        GroupStore.Versioned read = parts.store().read(name);
        Group.Step step = read.group().after(change, severity, parts.groupFor());
        if (step.group().equals(read.group())
            || parts.store().write(name, step.group(), read.version())) {
          return new Decision(step, List.of());
        }
      }
      return ungrouped(change, severity, "its group was being changed all the time");
    } catch (GroupStore.StateException e) {
      return ungrouped(change, severity, "groups could not be read");
    }
  }

  private static Decision ungrouped(AlarmChange change, Severity severity, String why) {
    boolean tell = change.alarming() || change.wasAlarming();
    return new Decision(
        new Group.Step(Group.NONE, tell ? Set.of(severity) : Set.of(), change.at()),
        List.of("this may repeat what you know, because " + why));
  }

  private void send(
      String id, Severity severity, Channel.Telling telling, Collection<String> failed) {
    Set<String> taken = takenBy(id);
    for (Channel channel : parts.channels().getOrDefault(severity, List.of())) {
      String name = severity.word() + "/" + channel.name();
      if (!taken.contains(name)) {
        try {
          channel.send(telling);
          taken(id, name);
        } catch (Channel.ChannelException e) {
          failed.add(name + ": " + e.getMessage());
        }
      }
    }
  }

  private Set<String> takenBy(String id) {
    try {
      return parts.store().takenBy(id);
    } catch (GroupStore.StateException e) {
      return Set.of();
    }
  }

  private void taken(String id, String channel) {
    try {
      parts.store().taken(id, channel);
    } catch (GroupStore.StateException e) {
      // If the message has to be tried again for another channel, this one gets it twice.
    }
  }
}
