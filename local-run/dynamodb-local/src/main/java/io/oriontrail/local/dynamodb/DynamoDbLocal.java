package io.oriontrail.local.dynamodb;

import io.oriontrail.local.child.ChildServer;
import io.oriontrail.local.child.Launch;
import io.oriontrail.local.child.ServerSettings;
import java.net.URI;

/**
 * DynamoDB on 127.0.0.1: AWS's DynamoDB Local in a child JVM that ends with this one. Takes any
 * region and any credentials whose key id consists of letters and digits. It is right about keys,
 * indexes, paging, conditions and errors; it never throttles, never returns unprocessed items and
 * never deletes expired ones. Tables in memory lie outside the child's heap.
 *
 * <p>Safe for use by several threads at once.
 */
public final class DynamoDbLocal implements AutoCloseable {
  private final ChildServer server;

  private DynamoDbLocal(ChildServer server) {
    this.server = server;
  }

  /**
   * Starts it and blocks until it listens, some 2 s.
   *
   * @throws IllegalStateException if it does not start; says why
   */
  public static DynamoDbLocal start(ServerSettings settings) {
    return new DynamoDbLocal(
        ChildServer.start(Launch.of("local-run/dynamodb-local", DynamoDbServer.class, settings)));
  }

  /** Where an AWS client finds it. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** The child's process id, for measurements. */
  public long pid() {
    return server.pid();
  }

  /** Ends it and blocks until it has ended; tables in memory are gone. */
  @Override
  public void close() {
    server.close();
  }
}
