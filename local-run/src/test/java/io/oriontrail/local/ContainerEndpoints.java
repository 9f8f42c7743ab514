package io.oriontrail.local;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The endpoints of our own image in a container; needs a Docker engine and what {@code build/image}
 * makes. They listen on loopback only, so the container shares the machine's network.
 */
final class ContainerEndpoints implements AwsEndpoints {
  private static final String IMAGE = "orion-trail";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern READY =
      Pattern.compile("^ready kinesis=(\\S+) dynamodb=(\\S+) s3=(\\S+)$", Pattern.MULTILINE);

  private final GenericContainer<?> container;
  private final URI kinesis;
  private final URI dynamodb;
  private final URI s3;

  private ContainerEndpoints(GenericContainer<?> container) {
    this.container = container;
    Matcher ready = READY.matcher(container.getLogs());
    if (!ready.find()) {
      throw new IllegalStateException("no ready line in what " + IMAGE + " printed");
    }
    this.kinesis = URI.create(ready.group(1));
    this.dynamodb = URI.create(ready.group(2));
    this.s3 = URI.create(ready.group(3));
  }

  @SuppressWarnings("resource") // closed by close()
  static ContainerEndpoints start() {
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode("host")
            .withCommand("--endpoints-only", "--no-archive")
            .waitingFor(Wait.forLogMessage("ready kinesis=.*\\n", 1).withStartupTimeout(PATIENCE));
    container.start();
    return new ContainerEndpoints(container);
  }

  @Override
  public URI kinesis() {
    return kinesis;
  }

  @Override
  public URI dynamodb() {
    return dynamodb;
  }

  @Override
  public URI s3() {
    return s3;
  }

  @Override
  public void close() {
    container.stop();
  }
}
