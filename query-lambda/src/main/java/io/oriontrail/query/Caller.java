package io.oriontrail.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the gateway found out: it has checked the token or the signature already.
 *
 * @param subject of the token, if one was shown
 * @param arn of the AWS principal that signed the request, if one did
 * @param scopes of the token
 * @param address where the request came from, as far as the gateway saw
 */
record Caller(@Nullable String subject, @Nullable String arn, Set<String> scopes, String address) {
  Caller {
    scopes = Set.copyOf(scopes);
  }

  /** A name for the audit: subject, principal, or that nobody said. */
  String name() {
    return subject != null ? subject : arn != null ? arn : "anonymous";
  }
}
