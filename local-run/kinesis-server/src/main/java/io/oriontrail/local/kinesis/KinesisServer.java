package io.oriontrail.local.kinesis;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis endpoint on 127.0.0.1 for the AWS SDKs and anything else that speaks the protocol (CBOR
 * or JSON). Streams are ready at once, records live in bounded memory, limits and errors are the
 * service's. Not served: enhanced fan-out, tags, encryption, resource policies; such calls get
 * {@code UnknownOperationException}.
 *
 * <p>Safe for several threads. Its threads are daemons. Nothing blocks except {@link #close()},
 * which waits a moment for connections to end. Signatures are not checked, but must be there.
 *
 * <p>What goes wrong is said by {@link #inject}, by {@code POST /_faults} with a {@link
 * FaultScript} from any language ({@code DELETE} heals), or on the command line, see {@link
 * KinesisMain}. What fails below HTTP is the business of a {@link Relay} in front.
 */
public final class KinesisServer implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final int BACKLOG = 1_024;

  static {
    // The JDK's server reads this once, when its first class loads. Without it every answer on a
    // kept connection waits 40 ms for the client's delayed acknowledgement.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  private final String scheme;
  private final HttpServer http;
  private final ExecutorService threads;
  private final Door door;
  private final Operations operations;
  private final DataStreams streams;

  private KinesisServer(
      String scheme,
      HttpServer http,
      ExecutorService threads,
      Door door,
      Operations operations,
      DataStreams streams) {
    this.scheme = scheme;
    this.http = http;
    this.threads = threads;
    this.door = door;
    this.operations = operations;
    this.streams = streams;
  }

  /** With {@link KinesisSettings#defaults()}. */
  public static KinesisServer start() {
    return start(KinesisSettings.defaults());
  }

  /**
   * Starts serving.
   *
   * @throws UncheckedIOException if the port is taken or may not be used; names it
   */
  public static KinesisServer start(KinesisSettings settings) {
    DataStreams streams = new DataStreams(settings);
    Operations operations = new Operations(streams);
    Door door = new Door(operations);
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> daemon(task, "kinesis-server-" + count.incrementAndGet()));
    HttpServer http = bind(settings.port(), settings.tls());
    http.createContext("/", door);
    http.createContext(Controls.PATH, new Controls(door));
    http.setExecutor(threads);
    startAsDaemon(http);
    String scheme = settings.tls() == null ? "http" : "https";
    return new KinesisServer(scheme, http, threads, door, operations, streams);
  }

  /** Where clients connect, such as {@code http://127.0.0.1:40123}; https where TLS is set. */
  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + http.getAddress().getPort());
  }

  /**
   * Creates a stream without a client.
   *
   * @throws IllegalStateException if there is one of this name
   */
  public void createStream(String name, int shards) {
    try {
      streams.create(name, shards, false);
    } catch (KinesisException e) {
      throw new IllegalStateException(e.text(), e);
    }
  }

  /** Splits and merges until the stream has so many equal shards; without the API's limits. */
  public void reshard(String stream, int shards) {
    find(stream).scaleTo(shards);
  }

  /** What can be read now: shard after shard, each in its order. */
  public List<StoredRecord> recordsIn(String stream) {
    return find(stream).records();
  }

  public StreamCounts counts(String stream) {
    return find(stream).counts();
  }

  /** How many requests for the operation came in, failed and unanswered ones included. */
  public long requests(String operation) {
    return operations.requests(operation);
  }

  /** From the next request on, this plan decides what goes wrong. */
  public void inject(FaultPlan plan) {
    door.inject(plan);
  }

  /** Ends all waits and connections and frees the port. Closing again does nothing. */
  @Override
  public void close() {
    door.close();
    http.stop(0);
    threads.shutdownNow();
  }

  private DataStream find(String stream) {
    try {
      return streams.get(stream);
    } catch (KinesisException e) {
      throw new IllegalArgumentException(e.text(), e);
    }
  }

  private static HttpServer bind(int port, @Nullable SSLContext tls) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      InetSocketAddress address = new InetSocketAddress(loopback, port);
      if (tls == null) {
        return HttpServer.create(address, BACKLOG);
      }
      HttpsServer https = HttpsServer.create(address, BACKLOG);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      return https;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Kinesis server: cannot listen on 127.0.0.1:" + port + " (" + e.getMessage() + ")", e);
    }
  }

  /** The JDK's server has a thread of its own that takes over what its starter is: a daemon. */
  private static void startAsDaemon(HttpServer http) {
    Thread starter = daemon(http::start, "kinesis-server-start");
    starter.start();
    boolean interrupted = false;
    while (true) {
      try {
        starter.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
