package io.oriontrail.infra;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.ApplicationLogLevel;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.SystemLogLevel;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One Java function of the line with its role, its log group and the alias by which it is called.
 * Only published versions start from a snapshot, so nothing calls the function but by its alias.
 */
final class JavaFunction extends Construct {
  private static final String ALIAS = "live";

  private final Role role;
  private final Function function;
  private final Alias alias;

  /** What one function differs in from another. */
  record Spec(
      String description,
      Class<? extends RequestStreamHandler> handler,
      Path jar,
      int memoryMib,
      Duration timeout,
      Map<String, String> environment,
      @Nullable Integer reservedConcurrency) {}

  JavaFunction(Construct scope, String id, Foundation foundation, Spec spec) {
    super(scope, id);
    LogGroup logs = foundation.logGroup(this, "Logs");
    // A role of its own in place of AWS's managed policy, which allows writing to every log group.
    this.role =
        Role.Builder.create(this, "Role")
            .description(spec.description())
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    logs.grantWrite(role);
    this.function =
        Function.Builder.create(this, "Function")
            .description(spec.description())
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .handler(handlerName(spec.handler()))
            .code(Code.fromAsset(spec.jar().toString()))
            .memorySize(spec.memoryMib())
            .timeout(CdkDuration.of(spec.timeout()))
            .environment(spec.environment())
            .reservedConcurrentExecutions(spec.reservedConcurrency())
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .role(role)
            .logGroup(logs)
            // Lambda's START, END and REPORT lines cost more than they tell; metrics tell the same.
            .loggingFormat(LoggingFormat.JSON)
            .applicationLogLevelV2(ApplicationLogLevel.INFO)
            .systemLogLevelV2(SystemLogLevel.WARN)
            .build();
    Annotations.of(function)
        .acknowledgeWarning(
            "@aws-cdk/aws-lambda:snapStartRequirePublish", "called by its alias only");
    this.alias =
        Alias.Builder.create(this, "Alias")
            .aliasName(ALIAS)
            .version(function.getCurrentVersion())
            .build();
  }

  Role role() {
    return role;
  }

  /** The name by which its metrics are found. */
  String name() {
    return function.getFunctionName();
  }

  /** What is to be called: the latest published version. */
  Alias alias() {
    return alias;
  }

  static String handlerName(Class<? extends RequestStreamHandler> handler) {
    return handler.getName() + "::handleRequest";
  }
}
