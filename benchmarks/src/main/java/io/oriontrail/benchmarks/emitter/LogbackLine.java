package io.oriontrail.benchmarks.emitter;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;

/** Logback's {@link AsyncAppender} with its JSON encoder; drops when full instead of waiting. */
final class LogbackLine implements Line {
  private final Downstream downstream;
  private final LoggerContext context = new LoggerContext();
  private final AsyncAppender appender = new AsyncAppender();
  private final Logger logger;

  LogbackLine(Downstream downstream) {
    this.downstream = downstream;
    context.setMDCAdapter(new LogbackMDCAdapter());
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.start();
    Target target = new Target(encoder, new LogLines.Batch(downstream), appender);
    target.setContext(context);
    target.start();
    appender.setContext(context);
    appender.setQueueSize(ROOM);
    appender.setNeverBlock(true);
    appender.setDiscardingThreshold(0);
    appender.setMaxFlushTime(100);
    appender.addAppender(target);
    appender.start();
    logger = context.getLogger("benchmark");
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** Encodes on the appender's own thread. */
  private static final class Target extends AppenderBase<ILoggingEvent> {
    private final JsonEncoder encoder;
    private final LogLines.Batch batch;
    private final AsyncAppender queue;

    Target(JsonEncoder encoder, LogLines.Batch batch, AsyncAppender queue) {
      this.encoder = encoder;
      this.batch = batch;
      this.queue = queue;
    }

    @Override
    protected void append(ILoggingEvent event) {
      batch.add(encoder.encode(event).length, queue.getNumberOfElementsInQueue() == 0);
    }
  }

  @Override
  public void emit(int number) {
    logger.info(LogLines.PATTERN, LogLines.arguments(number));
  }

  @Override
  public long arrived() {
    return downstream.events();
  }

  @Override
  public void close() {
    downstream.end();
    context.stop();
  }
}
