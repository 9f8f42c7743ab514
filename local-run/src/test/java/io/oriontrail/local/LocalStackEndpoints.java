package io.oriontrail.local;

import java.net.URI;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in a container; needs a Docker engine. */
final class LocalStackEndpoints implements AwsEndpoints {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.10.0");

  private final LocalStackContainer container;

  private LocalStackEndpoints(LocalStackContainer container) {
    this.container = container;
  }

  @SuppressWarnings("resource") // closed by close()
  static LocalStackEndpoints start() {
    LocalStackContainer container =
        new LocalStackContainer(IMAGE).withServices("kinesis", "dynamodb", "s3");
    container.start();
    return new LocalStackEndpoints(container);
  }

  @Override
  public URI kinesis() {
    return container.getEndpoint();
  }

  @Override
  public URI dynamodb() {
    return container.getEndpoint();
  }

  @Override
  public URI s3() {
    return container.getEndpoint();
  }

  @Override
  public String region() {
    return container.getRegion();
  }

  @Override
  public String accessKeyId() {
    return container.getAccessKey();
  }

  @Override
  public String secretAccessKey() {
    return container.getSecretKey();
  }

  @Override
  public void close() {
    container.stop();
  }
}
