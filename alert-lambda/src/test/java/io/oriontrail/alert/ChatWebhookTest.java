package io.oriontrail.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChatWebhookTest {
  private static final Channel.Telling TELLING = new Channel.Telling("subject", "text", "{}");
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Integer> answers = new HashMap<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private HttpServer server;
  private String secret = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          requests.add(path + " " + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.sendResponseHeaders(answers.getOrDefault(path, 404), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    http.close();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private ChatWebhook chat() {
    return new ChatWebhook(
        http,
        () -> {
          fetches.incrementAndGet();
          return secret;
        },
        Alarms.PATIENCE);
  }

  @Test
  void message_isPostedAsTextAndItsSecretFetchedOnce() throws Exception {
    secret = address("/hook") + "\n";
    answers.put("/hook", 200);
    ChatWebhook chat = chat();

    chat.send(TELLING);
    chat.send(TELLING);

    assertThat(requests)
        .containsExactly(
            "/hook {\"text\":\"subject\\ntext\"}", "/hook {\"text\":\"subject\\ntext\"}");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void addressThatTheChatNoLongerKnows_isFetchedAgain() throws Exception {
    secret = address("/old");
    answers.put("/old", 200);
    ChatWebhook chat = chat();
    chat.send(TELLING);
    answers.put("/old", 410);
    answers.put("/new", 204);
    secret = address("/new");

    assertThatCode(() -> chat.send(TELLING)).doesNotThrowAnyException();

    assertThat(requests.getLast()).startsWith("/new ");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void chatThatRefuses_isAFailureThatDoesNotNameTheSecret() {
    secret = address("/secret");
    answers.put("/secret", 503);

    assertThatThrownBy(() -> chat().send(TELLING))
        .isInstanceOf(Channel.ChannelException.class)
        .hasMessage("the chat answered 503");
    secret = "https://";
    assertThatThrownBy(() -> chat().send(TELLING))
        .hasMessage("the chat's secret holds no https address");
    secret = "http://chat.example.com/hook";
    assertThatThrownBy(() -> chat().send(TELLING))
        .hasMessage("the chat's secret holds no https address");
  }

  @Test
  void chatThatCannotBeReached_isAFailureThatDoesNotNameTheSecret() {
    secret = "http://127.0.0.1:1/secret"; // where nobody listens

    assertThatThrownBy(() -> chat().send(TELLING))
        .isInstanceOf(Channel.ChannelException.class)
        .hasMessage("the chat did not answer: ConnectException")
        .hasNoCause();
  }
}
