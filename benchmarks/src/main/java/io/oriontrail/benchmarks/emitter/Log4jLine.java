package io.oriontrail.benchmarks.emitter;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** Log4j2's asynchronous loggers with its JSON template layout; drops when full. */
final class Log4jLine implements Line {
  private final Downstream downstream;
  private final AsyncLoggerContext context;
  private final Logger logger;

  Log4jLine(Downstream downstream) {
    this.downstream = downstream;
    System.setProperty("log4j2.asyncLoggerRingBufferSize", Integer.toString(ROOM));
    System.setProperty("log4j2.asyncQueueFullPolicy", "Discard");
    System.setProperty("log4j2.discardThreshold", "FATAL");
    this.context = new AsyncLoggerContext("benchmark");
    context.start(); // with the default configuration, which logs errors to the console
    Configuration configuration = context.getConfiguration();
    Target target = new Target(configuration, new LogLines.Batch(downstream));
    target.start();
    configuration.addAppender(target);
    LoggerConfig root = configuration.getRootLogger();
    List.copyOf(root.getAppenders().keySet()).forEach(root::removeAppender);
    root.setLevel(Level.INFO);
    root.addAppender(target, Level.INFO, null);
    context.updateLoggers();
    this.logger = context.getLogger("benchmark");
  }

  /** Encodes on Log4j's own thread. */
  private static final class Target extends AbstractAppender {
    private final JsonTemplateLayout layout;
    private final LogLines.Batch batch;
    private final Counted counted = new Counted();

    Target(Configuration configuration, LogLines.Batch batch) {
      super("target", null, null, true, Property.EMPTY_ARRAY);
      this.layout = JsonTemplateLayout.newBuilder().setConfiguration(configuration).build();
      this.batch = batch;
    }

    @Override
    public void append(LogEvent event) {
      counted.size = 0;
      layout.encode(event, counted);
      batch.add(counted.size, event.isEndOfBatch());
    }
  }

  /** Takes the encoded bytes, as a file would. */
  private static final class Counted implements ByteBufferDestination {
    private final java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(64 << 10);
    private int size;

    @Override
    public java.nio.ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public java.nio.ByteBuffer drain(java.nio.ByteBuffer full) {
      full.clear();
      return full;
    }

    @Override
    public void writeBytes(java.nio.ByteBuffer data) {
      size += data.remaining();
      data.position(data.limit());
    }

    @Override
    public void writeBytes(byte[] data, int offset, int length) {
      size += length;
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
