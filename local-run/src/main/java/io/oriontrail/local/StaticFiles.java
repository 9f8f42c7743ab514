package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Serves a folder as S3 and CloudFront would, with the same security headers. Nothing outside the
 * folder can be reached.
 */
final class StaticFiles implements HttpHandler {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "map", "application/json",
          "png", "image/png",
          "ico", "image/x-icon",
          "txt", "text/plain; charset=utf-8");

  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Content-Security-Policy",
          // The same list as in docs/contracts and of the deployed site; tests hold them together.
          String.join(
              "; ",
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "img-src 'self'",
              "connect-src 'self'",
              "base-uri 'none'",
              "form-action 'self'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'",
              "trusted-types lit-html"),
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "X-Frame-Options",
          "DENY");

  private final Path root;

  StaticFiles(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      SECURITY_HEADERS.forEach(exchange.getResponseHeaders()::set);
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, "text/plain; charset=utf-8", "only GET and HEAD\n".getBytes(UTF_8));
        return;
      }
      Path file = fileFor(exchange.getRequestURI().getPath());
      if (file == null) {
        send(exchange, 404, "text/plain; charset=utf-8", "there is no such page\n".getBytes(UTF_8));
        return;
      }
      exchange
          .getResponseHeaders()
          .set(
              "Cache-Control", isHashed(file) ? "public, max-age=31536000, immutable" : "no-cache");
      send(exchange, 200, typeOf(file), Files.readAllBytes(file));
    }
  }

  private @Nullable Path fileFor(String path) {
    try {
      Path file = root.resolve(path.substring(1)).normalize();
      if (!file.startsWith(root)) {
        return null;
      }
      Path page = Files.isDirectory(file) ? file.resolve("index.html") : file;
      // A link could lead out of the folder although its name does not.
      return Files.isRegularFile(page) && page.toRealPath().startsWith(root.toRealPath())
          ? page
          : null;
    } catch (InvalidPathException | IOException e) {
      return null;
    }
  }

  /** Vite puts the content's hash into the names below assets/, so those never change. */
  private boolean isHashed(Path file) {
    return root.relativize(file).startsWith("assets");
  }

  private static String typeOf(Path file) {
    String name = file.getFileName().toString();
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
