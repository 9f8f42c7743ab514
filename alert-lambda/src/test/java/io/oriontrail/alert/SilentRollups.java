package io.oriontrail.alert;

import io.oriontrail.store.RollupReader;
import io.oriontrail.store.StoreException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/** Roll-ups whose reader does not get an answer. */
final class SilentRollups {
  private SilentRollups() {}

  /** Every call fails. */
  static RollupReader failing() {
    return reader(
        () -> {
          throw new StoreException("DynamoDB did not answer", new IllegalStateException());
        });
  }

  /** No call ever ends. */
  static RollupReader hanging() {
    return reader(() -> new CountDownLatch(1).await());
  }

  private interface Behaviour {
    void happen() throws Exception;
  }

  private static RollupReader reader(Behaviour behaviour) {
    return (RollupReader)
        Proxy.newProxyInstance(
            SilentRollups.class.getClassLoader(),
            new Class<?>[] {RollupReader.class},
            (proxy, method, arguments) -> {
              behaviour.happen();
              throw new AssertionError("unreachable");
            });
  }
}
