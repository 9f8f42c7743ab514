package io.oriontrail.local.lambda;

/**
 * A function that can be invoked. Each invocation has an instance to itself; instances are reused
 * one after the other, as in the cloud, and there are at most as many as the function's
 * concurrency.
 *
 * <p>Safe for use by several threads at once.
 */
public interface LambdaFunction extends AutoCloseable {
  /**
   * Invokes the function and blocks until it has ended, failed or run out of time; before that,
   * while all instances are busy, until one is free. Never throws for what the function does.
   */
  Outcome invoke(byte[] payload) throws InterruptedException;

  /** For contexts, records and messages. */
  String arn();

  /** Takes all instances away, running ones too. Invocations that run end as function errors. */
  @Override
  void close();
}
