package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.local.simulate.Demo;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;

/** Three ready-made links into the dashboard. */
record DemoLinks(URI clean, URI failed, URI running) {

  static DemoLinks of(URI dashboard, Demo.Examples examples) {
    return new DemoLinks(
        link(dashboard, examples.clean()),
        link(dashboard, examples.failed()),
        link(dashboard, examples.running()));
  }

  /** The page that shows the execution. */
  static URI link(URI dashboard, ExecutionKey key) {
    return URI.create(
        dashboard
            + "?account="
            + URLEncoder.encode(key.accountId(), UTF_8)
            + "&execution="
            + URLEncoder.encode(key.executionId(), UTF_8));
  }

  void print(PrintStream out) {
    out.println("  one that went well  " + clean);
    out.println("  one that failed     " + failed);
    out.println("  one that is running " + running);
  }
}
