package io.oriontrail.emitter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this machine is called, found without asking the network. */
final class HostName {
  private static final Path FILE = Path.of("/etc/hostname");

  private HostName() {}

  static @Nullable String from(Map<String, String> environment) {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = environment.get(variable);
      if (name != null && !name.isBlank()) {
        return name.strip();
      }
    }
    try {
      String name = Files.readString(FILE).strip();
      return name.isEmpty() ? null : name;
    } catch (IOException | RuntimeException e) {
      return null; // no such file here: then none is shown
    }
  }
}
