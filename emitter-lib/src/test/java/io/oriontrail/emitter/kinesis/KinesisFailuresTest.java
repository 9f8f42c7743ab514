package io.oriontrail.emitter.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.SendException;
import io.oriontrail.emitter.transport.SendException.Kind;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

final class KinesisFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "400, ProvisionedThroughputExceededException, THROTTLED",
    "400, LimitExceededException, THROTTLED",
    "400, KMSThrottlingException, THROTTLED",
    "429, , THROTTLED",
    "400, ValidationException, REFUSED",
    "400, InvalidArgumentException, REFUSED",
    "400, SerializationException, REFUSED",
    "413, , REFUSED",
    "400, ResourceNotFoundException, DENIED",
    "400, ExpiredTokenException, DENIED",
    "400, UnrecognizedClientException, DENIED",
    "403, InvalidSignatureException, DENIED",
    "403, AccessDeniedException, DENIED",
    "404, , DENIED",
    "400, KMSDisabledException, DENIED",
    "500, InternalFailure, UNAVAILABLE",
    "503, ServiceUnavailable, UNAVAILABLE",
    "200, , UNAVAILABLE"
  })
  void kind_answer_isJudgedByItsCode(int status, String code, Kind expected) {
    assertThat(KinesisFailures.kind(status, code)).isEqualTo(expected);
  }

  @Test
  void sendException_timeouts_timedOut() {
    assertThat(KinesisFailures.sendException(ApiCallTimeoutException.create(1)).kind())
        .isEqualTo(Kind.TIMED_OUT);
    assertThat(KinesisFailures.sendException(ApiCallAttemptTimeoutException.create(1)).kind())
        .isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void sendException_noConnection_namesTheFirstCause() {
    SendException e =
        KinesisFailures.sendException(
            SdkClientException.create(
                "Unable to execute HTTP request",
                new RuntimeException(new ConnectException("Connection refused"))));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasMessageContaining("Connection refused");
  }
}
