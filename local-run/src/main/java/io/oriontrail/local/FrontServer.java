package io.oriontrail.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one address people open: the dashboard, and the API below {@code /v1}, as CloudFront shows
 * them when deployed. On loopback only.
 */
final class FrontServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private FrontServer(HttpServer server) {
    this.server = server;
    server.setExecutor(requests);
  }

  /**
   * Takes the port; requests wait until {@link #serve}.
   *
   * @param port 0 for any free one
   * @throws CliException if the port is in use
   */
  static FrontServer bind(int port) {
    try {
      return new FrontServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128));
    } catch (BindException e) {
      throw new CliException(
          "port "
              + port
              + " is in use on this machine; stop what listens there or choose another"
              + " with --port.",
          e);
    } catch (IOException e) {
      throw new CliException("cannot listen on port " + port + ": " + e.getMessage(), e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  void serve(LineDescription line, GatewayHandler api, StaticFiles dashboard) {
    server.createContext("/v1", api);
    server.createContext("/", dashboard);
    byte[] description = line.toJson();
    server.createContext(
        LineDescription.PATH,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, description.length);
            exchange.getResponseBody().write(description);
          }
        });
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
