package io.oriontrail.local.simulate;

import static io.oriontrail.local.simulate.Operation.operation;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * The simulated journey: how a customer account is opened. {@code
 * docs/contracts/orion-journey.yaml} says the same to the query side; a test holds the two
 * together.
 */
final class OrionJourney {
  static final String CONTAINER = "EXTRACT_DOCUMENTS";
  static final String FINAL_STEP = "SEND_WELCOME";

  /** In such an order that each operation stands behind those it depends on. */
  static final List<Operation> OPERATIONS =
      List.of(
          operation("RECEIVE_APPLICATION", "intake")
              .takes(ofMillis(120), 0.35)
              .attempts(2)
              .fails("STORE_UNAVAILABLE", "applications: no leader for partition 3")
              .build(),
          operation("VALIDATE_APPLICATION", "intake")
              .after("RECEIVE_APPLICATION")
              .takes(ofMillis(180), 0.4)
              .fails("INVALID_APPLICATION", "date of birth lies in the future")
              .fails("UNSUPPORTED_COUNTRY", "no product for country of residence")
              .build(),
          operation("DEDUPLICATE_CUSTOMER", "intake")
              .after("VALIDATE_APPLICATION")
              .takes(ofMillis(240), 0.5)
              .attempts(3)
              .fails("STORE_UNAVAILABLE", "customers: connection pool exhausted")
              .build(),
          operation(CONTAINER, "documents")
              .after("VALIDATE_APPLICATION")
              .takes(ofMillis(150), 0.4)
              .fails("UNREADABLE_DOCUMENT", "no text found on page 1")
              .build(),
          operation("SCAN_DOCUMENT", "documents")
              .within(CONTAINER)
              .after("VALIDATE_APPLICATION")
              .takes(ofMillis(1_400), 0.5)
              .attempts(3)
              .forEach("document", 2, "passport", "proof-of-address", "payslip", "tax-return")
              .timesOut("OCR_TIMEOUT", "recognition: no answer in 5 s", ofSeconds(5))
              .build(),
          operation("VERIFY_IDENTITY", "identity")
              .after(CONTAINER)
              .takes(ofMillis(900), 0.45)
              .attempts(3)
              .with("provider", "acme-id")
              .timesOut("UPSTREAM_TIMEOUT", "acme-id: no answer in 2 s", ofMillis(2_010))
              .fails("IDENTITY_MISMATCH", "name on document differs from application")
              .build(),
          operation("CHECK_LIVENESS", "identity")
              .after(CONTAINER)
              .takes(ofMillis(1_300), 0.5)
              .attempts(2)
              .with("provider", "acme-id")
              .fails("LIVENESS_REJECTED", "score 0.31 is below 0.80")
              .timesOut("UPSTREAM_TIMEOUT", "acme-id: no answer in 4 s", ofMillis(4_010))
              .build(),
          operation("VERIFY_ADDRESS", "identity")
              .after("VALIDATE_APPLICATION")
              .takes(ofMillis(700), 0.6)
              .attempts(2)
              .optional()
              .fails("ADDRESS_NOT_FOUND", "no such house number")
              .build(),
          operation("SCREEN_SANCTIONS", "risk")
              .after("DEDUPLICATE_CUSTOMER")
              .takes(ofMillis(650), 0.4)
              .attempts(3)
              .with("list", "consolidated")
              .fails("LIST_STALE", "list is older than 24 h")
              .timesOut("UPSTREAM_TIMEOUT", "screening: no answer in 3 s", ofMillis(3_010))
              .build(),
          operation("SCREEN_ADVERSE_MEDIA", "risk")
              .after("DEDUPLICATE_CUSTOMER")
              .takes(ofMillis(2_600), 0.7)
              .attempts(2)
              .optional()
              .fails("RATE_LIMITED", "news-search: 429, retry after 1 s")
              .build(),
          operation("FETCH_CREDIT_REPORT", "risk")
              .after("DEDUPLICATE_CUSTOMER")
              .takes(ofMillis(1_500), 0.6)
              .attempts(4)
              .forEach("bureau", 2, "north", "atlas", "meridian")
              .fails("RATE_LIMITED", "bureau: 429, quota of this minute used up")
              .timesOut("UPSTREAM_TIMEOUT", "bureau: no answer in 5 s", ofMillis(5_010))
              .build(),
          operation("ESTIMATE_INCOME", "risk")
              .after("DEDUPLICATE_CUSTOMER")
              .takes(ofMillis(900), 0.5)
              .attempts(2)
              .with("model", "income-v4")
              .fails("MODEL_UNAVAILABLE", "income-v4: 503")
              .build(),
          operation("SCORE_RISK", "risk")
              .after(
                  "VERIFY_IDENTITY",
                  "CHECK_LIVENESS",
                  "SCREEN_SANCTIONS",
                  "FETCH_CREDIT_REPORT",
                  "ESTIMATE_INCOME")
              .takes(ofMillis(350), 0.35)
              .attempts(2)
              .with("model", "risk-v7")
              .fails("MODEL_UNAVAILABLE", "risk-v7: 503")
              .build(),
          operation("MANUAL_REVIEW", "risk")
              .after("SCORE_RISK")
              .takes(ofSeconds(45), 0.6)
              .optional()
              .inShareOf(0.07)
              .handedOver()
              .fails("REVIEW_EXPIRED", "no decision before the end of the shift")
              .build(),
          operation("DECIDE_APPLICATION", "risk")
              .after("SCORE_RISK", "MANUAL_REVIEW")
              .takes(ofMillis(90), 0.3)
              .fails("POLICY_DECLINED", "rule 14: debt to income above limit")
              .build(),
          operation("OPEN_LEDGER_ACCOUNT", "ledger")
              .after("DECIDE_APPLICATION")
              .takes(ofMillis(520), 0.4)
              .attempts(4)
              .fails("LEDGER_LOCKED", "number range is locked by the nightly close")
              .build(),
          operation("ASSIGN_LIMITS", "ledger")
              .after("DECIDE_APPLICATION")
              .takes(ofMillis(210), 0.4)
              .attempts(2)
              .fails("LIMIT_SERVICE_BUSY", "limits: queue is full")
              .build(),
          operation("FUND_ACCOUNT", "ledger")
              .after("OPEN_LEDGER_ACCOUNT")
              .takes(ofMillis(1_100), 0.6)
              .attempts(3)
              .handedOver()
              .fails("PAYMENT_REJECTED", "first deposit was refused by the sending bank")
              .build(),
          operation("ISSUE_CARD", "ledger")
              .after("OPEN_LEDGER_ACCOUNT", "ASSIGN_LIMITS")
              .takes(ofMillis(1_700), 0.5)
              .attempts(3)
              .with("scheme", "debit")
              .fails("CARD_BUREAU_DOWN", "card bureau: connection refused")
              .build(),
          operation("GENERATE_CONTRACT", "documents")
              .after("DECIDE_APPLICATION")
              .takes(ofMillis(1_900), 0.5)
              .attempts(2)
              .fails("TEMPLATE_ERROR", "placeholder {branch} has no value")
              .build(),
          operation("ENROLL_ONLINE_BANKING", "notify")
              .after("OPEN_LEDGER_ACCOUNT")
              .takes(ofMillis(480), 0.4)
              .attempts(3)
              .fails("DIRECTORY_CONFLICT", "login name is taken")
              .build(),
          operation(FINAL_STEP, "notify")
              .after("FUND_ACCOUNT", "ISSUE_CARD", "GENERATE_CONTRACT", "ENROLL_ONLINE_BANKING")
              .takes(ofMillis(300), 0.5)
              .attempts(3)
              .fails("MAIL_BOUNCED", "mailbox does not exist")
              .build());

  /** Who takes part, in the order of first appearance. */
  static final List<String> SERVICES =
      OPERATIONS.stream().map(Operation::service).distinct().toList();

  private OrionJourney() {}

  static Operation named(String step) {
    return OPERATIONS.stream()
        .filter(operation -> operation.step().equals(step))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("the journey has no step " + step));
  }

  static List<Operation> membersOf(Operation container) {
    return OPERATIONS.stream()
        .filter(operation -> container.step().equals(operation.within()))
        .toList();
  }

  /** Whether nothing waits for it, so that the journey ends the same without it. */
  static boolean isSideBranch(Operation operation) {
    return operation.optional()
        && OPERATIONS.stream().noneMatch(other -> other.dependsOn().contains(operation.step()));
  }
}
