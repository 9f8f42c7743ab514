package io.oriontrail.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat's incoming webhook: a POST of {@code {"text": …}}, which Slack, Mattermost, Rocket.Chat
 * and Google Chat take alike. Its address is a secret: it is fetched when first needed, kept, and
 * fetched again when the chat no longer knows it.
 */
final class ChatWebhook implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENT_ERROR = 400;
  private static final int SUCCESS = 200;

  /** Where the address comes from. */
  interface Address {
    /** Blocks. */
    String fetch() throws ChannelException;
  }

  private final HttpClient http;
  private final Address address;
  private final Duration patience;
  private volatile @Nullable URI known;

  /** {@code patience}: how long to wait for an answer. */
  ChatWebhook(HttpClient http, Address address, Duration patience) {
    this.http = http;
    this.address = address;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public void send(Telling telling) throws ChannelException {
    String body;
    try {
      body = JSON.writeValueAsString(Map.of("text", telling.subject() + "\n" + telling.text()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("texts are JSON", e);
    }
    URI kept = known;
    int status = post(kept == null ? fetched() : kept, body);
    if (kept != null && status >= CLIENT_ERROR && status < 500 && status != 429) {
      status = post(fetched(), body);
    }
    if (status < SUCCESS || status >= 300) {
      throw new ChannelException("the chat answered " + status);
    }
  }

  private URI fetched() throws ChannelException {
    String text = address.fetch().strip();
    try {
      URI uri = URI.create(text);
      boolean loopback = "http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost());
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || loopback)) {
        known = uri;
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, and without the text, which is a secret.
    }
    throw new ChannelException("the chat's secret holds no https address");
  }

  private int post(URI uri, String body) throws ChannelException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // Without the cause's message: some quote the address.
      throw new ChannelException("the chat did not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChannelException("interrupted", e);
    }
  }
}
