package io.oriontrail.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The event that API Gateway's HTTP API sends to a function, payload format 2.0: as much of it as
 * the API needs.
 *
 * <p>The path is taken from {@code requestContext.http.path}, which is decoded, and not decoded
 * again. The gateway decodes {@code rawPath} as well, despite its name, so that nothing behind it
 * can tell {@code %2F} from a slash; {@code rawQueryString} it leaves as it was sent.
 */
final class GatewayEvent {
  private static final JsonFactory JSON = new JsonFactory();

  /** Of an event that is no request: what the function is to do of itself. */
  private @Nullable String task;

  private String method = "";
  private String path = "";
  private String query = "";
  private String address = "unknown";
  private @Nullable String subject;
  private @Nullable String arn;
  private final Set<String> scopes = new HashSet<>();
  private final Map<String, String> headers = new HashMap<>();

  private GatewayEvent() {}

  /**
   * Reads the event.
   *
   * @throws IOException if it is no such event
   */
  static GatewayEvent read(InputStream in) throws IOException {
    GatewayEvent event = new GatewayEvent();
    try (JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an event of an HTTP API");
      }
      event.readEvent(json);
    }
    if (!event.asksForCompleteness() && (event.method.isEmpty() || event.path.isEmpty())) {
      throw new IOException(
          "not an event of an HTTP API with payload format 2.0: requestContext.http is missing");
    }
    return event;
  }

  /** Whether this is no request but the hourly call to judge completeness. */
  boolean asksForCompleteness() {
    return CompletenessLog.TASK.equals(task);
  }

  private void readEvent(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("headers") && value == JsonToken.START_OBJECT) {
        readHeaders(json);
      } else if (field.equals("requestContext") && value == JsonToken.START_OBJECT) {
        readContext(json);
      } else if (field.equals("rawQueryString") && value == JsonToken.VALUE_STRING) {
        query = json.getText();
      } else if (field.equals(CompletenessLog.FIELD) && value == JsonToken.VALUE_STRING) {
        task = json.getText();
      } else {
        json.skipChildren();
      }
    }
  }

  private void readHeaders(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName().toLowerCase(Locale.ROOT);
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        headers.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private void readContext(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("http") && value == JsonToken.START_OBJECT) {
        readHttp(json);
      } else if (field.equals("authorizer") && value == JsonToken.START_OBJECT) {
        readAuthorizer(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void readHttp(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        json.skipChildren();
      } else if (field.equals("method")) {
        method = json.getText().toUpperCase(Locale.ROOT);
      } else if (field.equals("path")) {
        path = json.getText();
      } else if (field.equals("sourceIp")) {
        address = json.getText();
      }
    }
  }

  /** {@code jwt}: the claims of a checked token; {@code iam}: whose signature was checked. */
  private void readAuthorizer(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("jwt") && value == JsonToken.START_OBJECT) {
        readToken(json);
      } else if (field.equals("iam") && value == JsonToken.START_OBJECT) {
        arn = readTexts(json).get("userArn");
      } else {
        json.skipChildren();
      }
    }
  }

  private void readToken(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT && field.equals("claims")) {
        Map<String, String> claims = readTexts(json);
        subject = claims.getOrDefault("sub", claims.get("client_id"));
        addScopes(claims.get("scope"));
        addScopes(claims.get("scp"));
      } else {
        json.skipChildren();
      }
    }
  }

  /** One claim holds all, with spaces between; the gateway writes a list of them as [a b]. */
  private void addScopes(@Nullable String claim) {
    if (claim != null) {
      for (String scope : claim.split("[\\s,\\[\\]]+", -1)) {
        if (!scope.isEmpty()) {
          scopes.add(scope);
        }
      }
    }
  }

  private static Map<String, String> readTexts(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(field, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return texts;
  }

  Request request() {
    return new Request(method, path, query, headers, caller());
  }

  /** Behind CloudFront the gateway sees an edge; who came to the edge stands in a header. */
  private Caller caller() {
    String forwarded = headers.get("x-forwarded-for");
    String from = forwarded == null ? address : address + " for " + forwarded;
    return new Caller(subject, arn, scopes, from.length() > 256 ? from.substring(0, 256) : from);
  }
}
