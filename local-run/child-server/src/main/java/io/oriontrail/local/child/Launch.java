package io.oriontrail.local.child;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to start a {@link ChildServer}.
 *
 * @param name what messages call it
 * @param mainClass calls {@link ParentProcess#serve} once it listens
 * @param libraries a folder of jars: the class path beside the folder or jar of {@code mainClass}
 * @param jvmOptions such as {@code -Xmx256m}
 * @param arguments of {@code mainClass}
 * @param patience how long it may take until it listens
 * @param toEnd how long it may take to end when told to; it is killed then
 */
public record Launch(
    String name,
    Class<?> mainClass,
    Path libraries,
    List<String> jvmOptions,
    List<String> arguments,
    Duration patience,
    Duration toEnd) {
  /** Long for a loaded machine; one that fails to start has mostly ended by then. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** To write what it keeps; nothing but a defect makes it need all of that. */
  private static final Duration TO_END = Duration.ofSeconds(30);

  /** System property: further options of the children's JVMs, parted by spaces. */
  private static final String OPTIONS = "orion.child.jvm";

  public Launch {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /**
   * A server whose {@code main} takes the port and, where data is to be kept, a folder.
   *
   * @param module whose build has put the vendor's jars in its {@code target/lib}
   */
  public static Launch of(String module, Class<?> mainClass, ServerSettings settings) {
    return new Launch(
        Path.of(module).getFileName().toString(),
        mainClass,
        settings.librariesOf(module),
        Stream.concat(
                Stream.of(
                    "-Xmx" + settings.heapMegabytes() + "m",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "--enable-native-access=ALL-UNNAMED"),
                Stream.of(System.getProperty(OPTIONS, "").split(" "))
                    .filter(each -> !each.isEmpty()))
            .toList(),
        settings.arguments(),
        PATIENCE,
        TO_END);
  }

  String classPath() {
    return String.join(
        File.pathSeparator,
        home(mainClass).toString(),
        home(ParentProcess.class).toString(),
        libraries.resolve("*").toString());
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where " + type.getName() + " lies", e);
    }
  }
}
