package io.oriontrail.local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The JSON form of the protocol, by hand: what other languages' SDKs speak. */
final class JsonCalls {
  private static final String SIGNATURE =
      "AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/kinesis/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=0000";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;

  JsonCalls(URI endpoint) {
    this.endpoint = endpoint;
  }

  JsonNode call(String operation, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = post("Kinesis_20131202." + operation, body);
    return new ObjectMapper().readTree(answer.body());
  }

  HttpResponse<String> post(String target, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", target)
            .header("X-Amz-Date", "20261122T000000Z")
            .header("Authorization", SIGNATURE)
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
