package io.oriontrail.local.lambda.runtime;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The native part of AWS's runtime interface client. By itself the client unpacks it to one fixed
 * file, in place: two sandboxes that start together then map a file that the other is writing, and
 * die of SIGBUS. Here it is written aside and moved to its place in one step, so whoever maps it
 * maps all of it.
 */
final class RuntimeLibrary {
  /** Names the library to the client, which then unpacks none. */
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** The client's own order: the first that this machine can load is the one. */
  private static final List<String> KINDS =
      List.of("linux-x86_64", "linux-aarch_64", "linux_musl-x86_64", "linux_musl-aarch_64");

  private RuntimeLibrary() {}

  /**
   * Loads it, for the client to find it loaded.
   *
   * @throws IOException if it cannot be written to the folder for temporary files
   * @throws UnsatisfiedLinkError if none of those that the client brings fits this machine
   */
  @SuppressWarnings("restricted") // loading native code is all that this is for
  static void load() throws IOException {
    UnsatisfiedLinkError unfit = new UnsatisfiedLinkError("AWS's client brings no native library");
    for (String kind : KINDS) {
      Path file = unpacked("libaws-lambda-jni." + kind + ".so");
      try {
        System.load(file.toString());
        System.setProperty(PROPERTY, file.toString());
        return;
      } catch (UnsatisfiedLinkError e) {
        unfit = e;
      }
    }
    throw unfit;
  }

  private static Path unpacked(String name) throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    Path aside = Files.createTempFile(folder, "orion-", ".so");
    try (InputStream library = RuntimeLibrary.class.getResourceAsStream("/jni/" + name)) {
      if (library == null) {
        throw new FileNotFoundException("AWS's runtime interface client holds no " + name);
      }
      Files.copy(library, aside, StandardCopyOption.REPLACE_EXISTING);
      Path place = folder.resolve("orion-" + System.getProperty("user.name") + "-" + name);
      return Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
