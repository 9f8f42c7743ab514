package io.oriontrail.local.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how large a vendor's server runs.
 *
 * @param root of the repository, below which the server's jars lie
 * @param port on 127.0.0.1; 0 for any free one
 * @param data a folder that keeps what is stored; null to hold it in memory
 * @param heapMegabytes of the child's JVM
 */
public record ServerSettings(Path root, int port, @Nullable Path data, int heapMegabytes) {
  private static final int DEFAULT_HEAP_MEGABYTES = 256;
  private static final int LEAST_HEAP_MEGABYTES = 32;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range; names it
   */
  public ServerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be from 0 to 65535; it is " + port);
    }
    if (heapMegabytes < LEAST_HEAP_MEGABYTES) {
      throw new IllegalArgumentException(
          "heap must be " + LEAST_HEAP_MEGABYTES + " MB or more; it is " + heapMegabytes);
    }
  }

  /**
   * In memory, on any free port; the root from the system property {@code orion.root}.
   *
   * @throws IllegalStateException if the property is not set
   */
  public static ServerSettings create() {
    String root = System.getProperty("orion.root");
    if (root == null || root.isBlank()) {
      throw new IllegalStateException(
          "the system property orion.root is not set; it names the root of the repository");
    }
    return new ServerSettings(Path.of(root), 0, null, DEFAULT_HEAP_MEGABYTES);
  }

  public ServerSettings withRoot(Path root) {
    return new ServerSettings(root, port, data, heapMegabytes);
  }

  public ServerSettings withPort(int port) {
    return new ServerSettings(root, port, data, heapMegabytes);
  }

  public ServerSettings withData(@Nullable Path data) {
    return new ServerSettings(root, port, data, heapMegabytes);
  }

  public ServerSettings withHeapMegabytes(int heapMegabytes) {
    return new ServerSettings(root, port, data, heapMegabytes);
  }

  /** The folder into which the build of a module such as {@code local-run/s3-local} puts jars. */
  Path librariesOf(String module) {
    return root.resolve(module).resolve("target").resolve("lib");
  }

  /** The port and, where there is one, the data folder, which this creates. */
  List<String> arguments() {
    if (data == null) {
      return List.of(Integer.toString(port));
    }
    try {
      return List.of(
          Integer.toString(port), Files.createDirectories(data).toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + data, e);
    }
  }
}
