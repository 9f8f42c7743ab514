package io.oriontrail.query;

import java.util.List;

/**
 * Who may read what. The gateway refuses callers without a token or a signature before this
 * function sees them; it is checked here again, so that a route set up wrongly shows nothing.
 *
 * @param mode how callers are told apart
 * @param payloadPrincipals with {@link Mode#IAM}, what the ARNs of those begin with who may see
 *     attributes and error messages
 */
record Access(Mode mode, List<String> payloadPrincipals) {
  /** The scope for timelines, and for all that can be counted. */
  static final String READ_SCOPE = "journeys/read";

  /** The scope for what services wrote into events: attributes and error messages. */
  static final String PAYLOAD_SCOPE = "journeys/payload";

  /** How callers are told apart. */
  enum Mode {
    /** By the scopes of an OIDC token. */
    OIDC,
    /** By the AWS principal that signed the request. */
    IAM,
    /** Not at all: everybody may see everything. For loopback only. */
    OPEN
  }

  Access {
    payloadPrincipals = List.copyOf(payloadPrincipals);
  }

  static Access open() {
    return new Access(Mode.OPEN, List.of());
  }

  /**
   * Lets the caller pass.
   *
   * @throws ProblemException if it may not read timelines
   */
  void admit(Caller caller) {
    boolean known =
        switch (mode) {
          case OPEN -> true;
          case OIDC -> caller.subject() != null || !caller.scopes().isEmpty();
          case IAM -> caller.arn() != null;
        };
    if (!known) {
      throw new ProblemException(
          ProblemType.UNAUTHENTICATED,
          mode == Mode.OIDC
              ? "Sign in: this API asks for a token with the scope '" + READ_SCOPE + "'."
              : "Sign the request with AWS credentials.");
    }
    if (mode == Mode.OIDC && !caller.scopes().contains(READ_SCOPE)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Your token lacks the scope '" + READ_SCOPE + "'; ask who grants it for you.");
    }
  }

  /** Whether the caller may see attributes and error messages. */
  boolean showsPayloadTo(Caller caller) {
    return switch (mode) {
      case OPEN -> true;
      case OIDC -> caller.scopes().contains(PAYLOAD_SCOPE);
      case IAM -> {
        String arn = caller.arn();
        yield arn != null && payloadPrincipals.stream().anyMatch(arn::startsWith);
      }
    };
  }
}
