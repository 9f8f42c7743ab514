package io.oriontrail.local.s3;

import io.oriontrail.local.child.ChildServer;
import io.oriontrail.local.child.Launch;
import io.oriontrail.local.child.ServerSettings;
import java.net.URI;

/**
 * S3 on 127.0.0.1: s3proxy in a child JVM that ends with this one. Takes any region and any
 * credentials; clients must name buckets in the path, not in the host ({@code forcePathStyle}).
 * Objects in memory lie in the child's heap.
 *
 * <p>Safe for use by several threads at once.
 */
public final class S3Local implements AutoCloseable {
  private final ChildServer server;

  private S3Local(ChildServer server) {
    this.server = server;
  }

  /**
   * Starts it and blocks until it listens, some 2 s.
   *
   * @throws IllegalStateException if it does not start; says why
   */
  public static S3Local start(ServerSettings settings) {
    return new S3Local(
        ChildServer.start(Launch.of("local-run/s3-local", S3Server.class, settings)));
  }

  /** Where an AWS client finds it. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** The child's process id, for measurements. */
  public long pid() {
    return server.pid();
  }

  /** Ends it and blocks until it has ended; objects in memory are gone. */
  @Override
  public void close() {
    server.close();
  }
}
