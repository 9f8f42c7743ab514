package io.oriontrail.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store of groups has to do, whatever it is made of. */
abstract class GroupStoreContract {
  abstract GroupStore emptyStore();

  private static Group group() {
    Group one =
        Group.NONE.after(Alarms.alarm("a", Alarms.AT), Severity.PAGE, Duration.ofHours(4)).group();
    return one.after(
            Alarms.alarm("b", Alarms.AT.plusNanos(7)), Severity.TICKET, Duration.ofHours(4))
        .group();
  }

  @Test
  void group_written_isReadAsItWas() {
    GroupStore store = emptyStore();
    assertThat(store.read("ingest")).isEqualTo(new GroupStore.Versioned(Group.NONE, 0));

    assertThat(store.write("ingest", group(), 0)).isTrue();

    assertThat(store.read("ingest").group()).isEqualTo(group());
    assertThat(store.read("query").group()).isEqualTo(Group.NONE);
  }

  @Test
  void group_writtenByAnotherMeanwhile_isLeftAsItIs() {
    GroupStore store = emptyStore();
    GroupStore.Versioned first = store.read("ingest");
    assertThat(store.write("ingest", group(), first.version())).isTrue();
    GroupStore.Versioned second = store.read("ingest");

    assertThat(store.write("ingest", Group.NONE, first.version())).isFalse();
    assertThat(store.read("ingest")).isEqualTo(second);
    assertThat(store.write("ingest", Group.NONE, second.version())).isTrue();
    assertThat(store.read("ingest").group()).isEqualTo(Group.NONE);
  }

  @Test
  void channelsThatTookAMessage_areRemembered() {
    GroupStore store = emptyStore();
    assertThat(store.takenBy("m")).isEmpty();

    store.taken("m", "page/topic");
    store.taken("m", "page/chat");
    store.taken("m", "page/chat");

    assertThat(store.takenBy("m")).isEqualTo(Set.of("page/topic", "page/chat"));
    assertThat(store.takenBy("other")).isEmpty();
  }
}
