package io.oriontrail.infra;

import io.oriontrail.query.QueryConfig;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/**
 * By which the query function knows that a request came through CloudFront. Secrets Manager makes
 * the secrets; the template holds references that CloudFormation resolves, never a secret.
 *
 * <p>They are replaced by counting {@code query.originSecret} up and deploying: CloudFront then
 * shows the new one, while the one before is still good, since CloudFront's edges take minutes to
 * change over. Counting up twice, with a deployment each, leaves none of the old ones.
 */
final class OriginSecrets extends Construct {
  private final List<String> references = new ArrayList<>();

  /** {@code generation}: from 1; the secret of this number and that of the one before exist. */
  OriginSecrets(Construct scope, String id, int generation) {
    super(scope, id);
    references.add(reference(generation));
    if (generation > 1) {
      references.add(reference(generation - 1));
    }
  }

  /** A reference to the secret that CloudFront shows. */
  String shown() {
    return references.getFirst();
  }

  /** References to all that are good, in the form of {@link QueryConfig#ORIGIN_SECRETS}. */
  String good() {
    return String.join(",", references);
  }

  private String reference(int generation) {
    Secret secret =
        Secret.Builder.create(this, "Secret" + generation)
            .description("Orion Trail: CloudFront shows it to the query function")
            .generateSecretString(
                SecretStringGenerator.builder()
                    .passwordLength(2 * QueryConfig.MIN_ORIGIN_SECRET_BYTES)
                    .excludePunctuation(true)
                    .build())
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    Suppression.of(
        secret,
        "AwsSolutions-SMG4",
        "CloudFront and the function have to change over together, which only a deployment does;"
            + " whoever had the secret would still need a token. It is replaced by counting"
            + " query.originSecret up.");
    return secret.getSecretValue().unsafeUnwrap();
  }
}
