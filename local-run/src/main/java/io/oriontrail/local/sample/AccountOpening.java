package io.oriontrail.local.sample;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Run;
import io.oriontrail.event.Status;
import java.util.function.Predicate;

/** Opens accounts, and tells Orion Trail what it does. */
public final class AccountOpening {
  private final OrionEmitter orion;
  private final Predicate<String> identity;

  AccountOpening(OrionEmitter orion, Predicate<String> identity) {
    this.orion = orion;
    this.identity = identity;
  }

  boolean open(String account, String executionId) {
    Execution execution = orion.execution(account, executionId);
    execution.started();
    String profile = execution.call("FETCH_PROFILE", () -> "profile of " + account);
    boolean verified;
    try (Run run = execution.step("VERIFY_IDENTITY").dependsOn("FETCH_PROFILE").start()) {
      run.attribute("provider", "acme");
      verified = identity.test(profile); // if this throws, the run is recorded as ABANDONED
      if (verified) {
        run.succeeded();
      } else {
        run.failed("IDENTITY_REJECTED", "the provider found no match");
      }
    }
    execution.ended(verified ? Status.SUCCEEDED : Status.FAILED);
    return verified;
  }

  public static void main(String[] args) {
    try (OrionEmitter orion =
        OrionEmitter.builder().streamName("orion-events").service("account-opening").build()) {
      new AccountOpening(orion, profile -> true).open("acct-42", "exec-7");
    }
  }
}
