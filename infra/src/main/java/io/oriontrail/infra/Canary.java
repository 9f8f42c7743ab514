package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.codedeploy.AutoRollbackConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/**
 * Moves a function's alias in two steps: a tenth of the invocations go to the new version for ten
 * minutes, then all. If one of the alarms goes off meanwhile, all go back to the old version, and
 * the deployment of the stack fails and rolls back.
 */
final class Canary extends Construct {

  Canary(Construct scope, String id, Alias alias, List<Alarm> alarms) {
    super(scope, id);
    LambdaDeploymentGroup.Builder.create(this, "Group")
        .alias(alias)
        .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_10_MINUTES)
        .alarms(alarms)
        .autoRollback(
            AutoRollbackConfig.builder()
                .failedDeployment(true)
                .stoppedDeployment(true)
                .deploymentInAlarm(true)
                .build())
        // As it is: the library would add AWS's managed policy, which is for every function.
        .role(role(alias).withoutPolicyUpdates())
        .build();
  }

  private Role role(Alias alias) {
    // By the function's name and not by the alias, which is only moved once this is there.
    String function = alias.getLambda().getFunctionArn();
    PolicyStatement move =
        PolicyStatement.Builder.create()
            .actions(
                List.of(
                    "lambda:GetAlias",
                    "lambda:GetProvisionedConcurrencyConfig",
                    "lambda:UpdateAlias"))
            .resources(List.of(function, function + ":" + alias.getAliasName()))
            .build();
    PolicyStatement look =
        PolicyStatement.Builder.create()
            .actions(List.of("cloudwatch:DescribeAlarms"))
            .resources(List.of("*"))
            .build();
    Role role =
        Role.Builder.create(this, "Role")
            .description("Orion Trail: moves an alias from version to version")
            .assumedBy(new ServicePrincipal("codedeploy.amazonaws.com"))
            .inlinePolicies(
                Map.of(
                    "Canary",
                    PolicyDocument.Builder.create().statements(List.of(move, look)).build()))
            .build();
    Suppression.of(
        role,
        "AwsSolutions-IAM5",
        "CodeDeploy asks for alarms by a list of names, and AWS's own policy for it grants that on"
            + " everything; it shows states of alarms and changes nothing.",
        List.of("Resource::*"));
    return role;
  }
}
