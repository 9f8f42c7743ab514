package io.oriontrail.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A function whose handlers run in this JVM: quick to start and easy to debug. What only a process
 * boundary can give is missing: an invocation that ran out of time is interrupted and given up, but
 * may go on in the background, and memory is not bounded.
 *
 * <p>Each instance is a handler of its own with a thread of its own, so a handler sees one
 * invocation at a time, as in the cloud. Safe for use by several threads at once.
 */
public final class InProcessFunction implements LambdaFunction {
  private final FunctionSettings settings;
  private final InstancePool instances;

  private InProcessFunction(FunctionSettings settings, InstancePool instances) {
    this.settings = settings;
    this.instances = instances;
  }

  /**
   * A function without instances yet.
   *
   * @param handlers makes a new handler for each instance; what it throws is a function error
   */
  public static InProcessFunction of(
      FunctionSettings settings, Supplier<? extends RequestStreamHandler> handlers) {
    AtomicInteger count = new AtomicInteger();
    InstancePool instances =
        new InstancePool(
            settings,
            () -> new InProcessInstance(settings, handlers.get(), count.incrementAndGet()));
    return new InProcessFunction(settings, instances);
  }

  @Override
  public Outcome invoke(byte[] payload) throws InterruptedException {
    return instances.invoke(payload);
  }

  @Override
  public String arn() {
    return settings.arn();
  }

  @Override
  public void close() {
    instances.close();
  }
}
