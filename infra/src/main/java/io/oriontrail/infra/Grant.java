package io.oriontrail.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;

/** What roles may do, written out: the library's own grants give more than is needed. */
final class Grant {
  private Grant() {}

  /** Lets the role do this with these, and nothing else. */
  static void allow(Role role, List<String> actions, String... resources) {
    role.addToPolicy(statement(actions, List.of(resources)).build());
  }

  /** Lets the role use the key as far as the service does so in its name, and only so. */
  static void allowKey(Role role, List<String> actions, IKey key, String service) {
    role.addToPolicy(
        statement(actions, List.of(key.getKeyArn()))
            .conditions(Map.of("StringEquals", Map.of("kms:ViaService", service)))
            .build());
  }

  private static PolicyStatement.Builder statement(List<String> actions, List<String> resources) {
    return PolicyStatement.Builder.create()
        .effect(Effect.ALLOW)
        .actions(actions)
        .resources(resources);
  }
}
