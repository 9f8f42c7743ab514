package io.oriontrail.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.oriontrail.ingest.ArchiveConfig;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.IngestConfig;
import io.oriontrail.ingest.IngestHandler;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.lambda.LambdaFunction;
import io.oriontrail.local.lambda.PackagedFunction;
import io.oriontrail.query.QueryConfig;
import io.oriontrail.query.QueryHandler;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a line, set up as CDK sets them up, in this JVM or as packaged.
 *
 * @param archive null where nothing is archived
 */
record LineFunctions(
    LambdaFunction ingest,
    LambdaFunction query,
    @Nullable LambdaFunction archive,
    List<FunctionLog> logs)
    implements AutoCloseable {
  static final int INGEST_MEGABYTES = 1_769;
  private static final int QUERY_MEGABYTES = 1_024;
  private static final int QUERY_CONCURRENCY = 4;

  static LineFunctions start(LineSettings settings, AwsEndpoints aws) {
    FunctionLog ingestLog = FunctionLog.create(settings.root(), "ingest");
    FunctionLog queryLog = FunctionLog.create(settings.root(), "query");
    return new LineFunctions(
        ingest(settings, aws, ingestLog),
        query(settings, aws, queryLog),
        settings.archived() ? archive(settings, aws, ingestLog) : null,
        List.of(ingestLog, queryLog));
  }

  /** Its lines go where ingest's do. */
  private static LambdaFunction archive(LineSettings settings, AwsEndpoints aws, FunctionLog log) {
    return function(
        settings,
        FunctionSettings.of("archive")
            .withMemoryMegabytes(INGEST_MEGABYTES)
            .withConcurrency(settings.shards())
            .withEnvironment(archiveEnvironment(aws))
            .withLog(log::line),
        "ingest-lambda",
        ArchiveHandler.class,
        environment -> new ArchiveHandler(environment, log.stream()));
  }

  static LambdaFunction ingest(LineSettings settings, AwsEndpoints aws, FunctionLog log) {
    return function(
        settings,
        FunctionSettings.of("ingest")
            .withMemoryMegabytes(INGEST_MEGABYTES)
            .withConcurrency(settings.shards())
            .withEnvironment(ingestEnvironment(aws))
            .withLog(log::line),
        "ingest-lambda",
        IngestHandler.class,
        environment -> new IngestHandler(environment, log.stream()));
  }

  static LambdaFunction query(LineSettings settings, AwsEndpoints aws, FunctionLog log) {
    return function(
        settings,
        FunctionSettings.of("query")
            .withMemoryMegabytes(QUERY_MEGABYTES)
            .withConcurrency(QUERY_CONCURRENCY)
            .withEnvironment(queryEnvironment(settings, aws))
            .withLog(log::line),
        "query-lambda",
        QueryHandler.class,
        environment -> new QueryHandler(environment, log.stream()));
  }

  private static LambdaFunction function(
      LineSettings line,
      FunctionSettings settings,
      String module,
      Class<? extends RequestStreamHandler> handler,
      Function<Map<String, String>, RequestStreamHandler> inProcess) {
    return line.packaged()
        ? PackagedFunction.of(
            settings, line.root(), deployJar(line.root(), module), handler.getName())
        : InProcessFunction.of(settings, () -> inProcess.apply(settings.environment()));
  }

  static Path deployJar(Path root, String module) {
    Path target = root.resolve(module).resolve("target");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(target, module + "-*-deploy.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      } catch (IOException e) {
        throw new CliException("cannot look into " + target + ": " + e.getMessage(), e);
      }
    }
    throw new CliException(
        "there is no deployable jar in " + target + "; build it with mvn package.");
  }

  static Map<String, String> ingestEnvironment(AwsEndpoints aws) {
    Map<String, String> environment = environment(aws);
    environment.put(IngestConfig.EVENT_TABLE, LineSettings.TABLE);
    environment.put(IngestConfig.ROLLUP_TABLE, LineSettings.ROLLUP_TABLE);
    environment.put(IngestConfig.QUARANTINE_BUCKET, LineSettings.QUARANTINE_BUCKET);
    environment.put("AWS_ENDPOINT_URL_S3", aws.s3().toString());
    return environment;
  }

  static Map<String, String> archiveEnvironment(AwsEndpoints aws) {
    Map<String, String> environment = environment(aws);
    environment.put(ArchiveConfig.BUCKET, LineSettings.ARCHIVE_BUCKET);
    environment.put("AWS_ENDPOINT_URL_S3", aws.s3().toString());
    return environment;
  }

  static Map<String, String> queryEnvironment(LineSettings settings, AwsEndpoints aws) {
    Map<String, String> environment = environment(aws);
    environment.put(QueryConfig.EVENT_TABLE, LineSettings.TABLE);
    environment.put(QueryConfig.ROLLUP_TABLE, LineSettings.ROLLUP_TABLE);
    environment.put(QueryConfig.ACCESS, "open"); // on loopback only
    environment.put(QueryConfig.AUDIT, "log");
    if (settings.journey() != null) {
      environment.put(QueryConfig.JOURNEY_FILE, settings.journey().toAbsolutePath().toString());
    }
    return environment;
  }

  private static Map<String, String> environment(AwsEndpoints aws) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_REGION", aws.region());
    environment.put("AWS_ACCESS_KEY_ID", aws.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", aws.secretAccessKey());
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", aws.dynamodb().toString());
    return environment;
  }

  /** The processes that run it now; none where it runs in this one. */
  static List<Long> pidsOf(LambdaFunction function) {
    return function instanceof PackagedFunction packaged ? packaged.pids() : List.of();
  }

  @Override
  public void close() {
    ingest.close();
    query.close();
    if (archive != null) {
      archive.close();
    }
    logs.forEach(FunctionLog::close);
  }
}
