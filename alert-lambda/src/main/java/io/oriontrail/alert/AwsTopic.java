package io.oriontrail.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** An SNS topic: mails get the text, HTTPS receivers the JSON. */
final class AwsTopic implements Channel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SnsClient client;
  private final String arn;

  AwsTopic(SnsClient client, String arn) {
    this.client = client;
    this.arn = arn;
  }

  @Override
  public String name() {
    return "topic";
  }

  @Override
  public void send(Telling telling) throws ChannelException {
    Map<String, String> byProtocol =
        new TreeMap<>(Map.of("default", telling.text(), "https", telling.json()));
    try {
      client.publish(
          PublishRequest.builder()
              .topicArn(arn)
              .subject(telling.subject())
              .messageStructure("json")
              .message(JSON.writeValueAsString(byProtocol))
              .build());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("texts are JSON", e);
    } catch (SdkException e) {
      throw new ChannelException("SNS did not take it: " + e.getMessage(), e);
    }
  }
}
