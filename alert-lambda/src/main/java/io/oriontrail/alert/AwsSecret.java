package io.oriontrail.alert;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A chat's address in a secret of Secrets Manager, as its whole text. */
record AwsSecret(SecretsManagerClient client, String arn) implements ChatWebhook.Address {

  @Override
  public String fetch() throws Channel.ChannelException {
    String text;
    try {
      text = client.getSecretValue(request -> request.secretId(arn)).secretString();
    } catch (SdkException e) {
      throw new Channel.ChannelException("Secrets Manager did not answer: " + e.getMessage(), e);
    }
    if (text == null) {
      throw new Channel.ChannelException("the chat's secret holds no text");
    }
    return text;
  }
}
