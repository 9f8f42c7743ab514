package io.oriontrail.local.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Over HTTPS a client that does not know the certificate says so. */
final class TlsTest {
  @Test
  void https_unknownCertificate_failsInTheHandshake(@TempDir Path folder) throws Exception {
    KinesisSettings settings =
        KinesisSettings.defaults().withTls(SelfSigned.in(folder, "one").context());
    try (KinesisServer server = KinesisServer.start(settings);
        KinesisClient client = TestClients.of(server.endpoint())) {
      assertThat(server.endpoint().getScheme()).isEqualTo("https");
      assertThatThrownBy(client::listStreams)
          .isInstanceOf(SdkClientException.class)
          .hasStackTraceContaining(SSLException.class.getPackageName());
      assertThat(server.requests("ListStreams")).isZero();
    }
  }
}
