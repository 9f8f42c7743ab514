package io.oriontrail.local.kinesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire between a client and a {@link KinesisServer} (or any other HTTP server) that fails below
 * HTTP, where the server itself cannot: connections that are reset, that answer with what is no
 * TLS, that end half way, and answers that come from another time. Works for each connection that
 * begins after {@link #behave}; those under way are cut.
 *
 * <p>Safe for several threads. Its threads are daemons.
 */
public final class Relay implements AutoCloseable {
  /** What the wire does to a connection. */
  public enum Behaviour {
    /** Everything passes. */
    PASS,
    /** The connection is reset as soon as it stands. */
    RESET,
    /** Accepted, and then nothing: no byte is read, none is answered. */
    SILENT,
    /** Bytes that are neither TLS nor HTTP, then the end. */
    GARBAGE,
    /** The request passes; the answer's first bytes do too, then the wire holds still, open. */
    HALF_ANSWER,
    /** The request passes; after the answer's first bytes the server's side ends. */
    HALF_CLOSED
  }

  private static final int HALF = 40;
  private static final int BACKLOG = 256;
  private static final byte[] NOISE =
      "SSH-2.0-not-what-you-think\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String DATE = "\r\ndate: ";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US);

  private final ServerSocket door;
  private final InetSocketAddress target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Behaviour behaviour = Behaviour.PASS;
  private volatile Duration ahead = Duration.ZERO;

  private Relay(ServerSocket door, InetSocketAddress target) {
    this.door = door;
    this.target = target;
  }

  /**
   * Starts relaying to where this endpoint's host and port are.
   *
   * @throws UncheckedIOException if no port can be had
   */
  public static Relay to(URI endpoint) {
    try {
      ServerSocket door =
          new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      Relay relay = new Relay(door, new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
      relay.start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("Relay: cannot listen on 127.0.0.1", e);
    }
  }

  /** Where clients connect; plain HTTP. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** On 127.0.0.1. */
  public int port() {
    return door.getLocalPort();
  }

  /** From now on; connections that stand are cut. */
  public void behave(Behaviour wanted) {
    behaviour = wanted;
    open.forEach(Relay::closeQuietly);
  }

  /** Answers carry a {@code Date} so far ahead of the real one; negative for behind. */
  public void clockAhead(Duration wanted) {
    ahead = wanted;
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
    open.forEach(Relay::closeQuietly);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        start(() -> serve(client));
      } catch (IOException e) {
        // Closed, or this one connection failed: the next may come.
      }
    }
  }

  private void serve(Socket client) {
    Behaviour now = behaviour;
    try {
      switch (now) {
        case RESET -> client.setSoLinger(true, 0);
        case SILENT -> {
          return; // stays open until the next change
        }
        case GARBAGE -> client.getOutputStream().write(NOISE);
        default -> {
          pass(client, now);
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
    end(client);
  }

  private void pass(Socket client, Behaviour now) throws IOException {
    Socket server = new Socket();
    open.add(server);
    try {
      server.connect(target);
    } catch (IOException e) {
      end(server);
      end(client);
      return;
    }
    start(() -> copy(client, server, Integer.MAX_VALUE, false));
    int limit = now == Behaviour.PASS ? Integer.MAX_VALUE : HALF;
    boolean ended = copy(server, client, limit, true);
    if (ended || now == Behaviour.HALF_CLOSED) {
      end(server);
      end(client);
    }
  }

  /** Whether the source ended, rather than the limit was reached. */
  private boolean copy(Socket from, Socket to, int limit, boolean answer) {
    byte[] buffer = new byte[64 << 10];
    int left = limit;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (left > 0) {
        int read = in.read(buffer, 0, Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        if (answer) {
          redate(buffer, read);
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    } catch (IOException e) {
      left = limit;
    }
    if (left > 0) {
      end(from);
      end(to);
    }
    return left > 0;
  }

  /** Answers' heads come in one piece from the JDK's server. */
  private void redate(byte[] buffer, int length) {
    if (ahead.isZero()) {
      return;
    }
    String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    int at = text.toLowerCase(Locale.ROOT).indexOf(DATE);
    byte[] date =
        HTTP_DATE
            .format(Instant.now().plus(ahead).atOffset(ZoneOffset.UTC))
            .getBytes(StandardCharsets.US_ASCII);
    if (at >= 0 && at + DATE.length() + date.length <= length) {
      System.arraycopy(date, 0, buffer, at + DATE.length(), date.length);
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "relay-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  private void end(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }
}
