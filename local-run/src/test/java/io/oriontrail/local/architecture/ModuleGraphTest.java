package io.oriontrail.local.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same order as between packages, for all modules: infra and benchmarks too. */
final class ModuleGraphTest {
  private static final Path ROOT = Path.of(System.getProperty("orion.root"));

  private static final Set<String> LOCAL_PARTS =
      Set.of("child-server", "kinesis-server", "dynamodb-local", "s3-local");

  @Test
  void modules_ofThisRepository_dependOneWay() throws IOException {
    ModuleGraph graph = ModuleGraph.of(ROOT);

    assertThat(graph.wrongWays()).isEmpty();
    assertThat(graph.localParts()).containsAll(LOCAL_PARTS);
    assertThat(graph.edges())
        .extracting(ModuleGraph.Edge::from)
        .contains(
            "emitter-lib",
            "event-store",
            "ingest-lambda",
            "query-lambda",
            "alert-lambda",
            "benchmarks",
            "infra");
  }

  @ParameterizedTest
  @CsvSource({
    "event-model, event-store, compile",
    "emitter-lib, event-store, compile",
    "emitter-lib, event-store, test",
    "event-store, emitter-lib, test",
    "event-store, dynamodb-local, compile",
    "ingest-lambda, query-lambda, compile",
    "query-lambda, emitter-lib, compile",
    "kinesis-server, event-model, compile",
    "s3-local, event-store, test",
    "benchmarks, local-run, compile",
    "local-run, infra, test",
    "infra, kinesis-server, compile",
    "infra, local-run, test",
    "infra, benchmarks, test",
    "alert-lambda, emitter-lib, compile",
    "alert-lambda, query-lambda, compile"
  })
  void edge_theWrongWay_isFound(String from, String to, String scope) throws IOException {
    assertThat(graphOf(from, to, scope).wrongWays())
        .containsExactly(new ModuleGraph.Edge(from, to, scope));
  }

  @ParameterizedTest
  @CsvSource({
    "emitter-lib, event-model, compile",
    "emitter-lib, kinesis-server, test",
    "query-lambda, event-store, compile",
    "dynamodb-local, child-server, compile",
    "local-run, emitter-lib, compile",
    "benchmarks, query-lambda, compile",
    "infra, ingest-lambda, compile",
    "infra, alert-lambda, compile",
    "alert-lambda, event-store, compile"
  })
  void edge_theRightWay_isLeftAlone(String from, String to, String scope) throws IOException {
    assertThat(graphOf(from, to, scope).wrongWays()).isEmpty();
  }

  private static ModuleGraph graphOf(String from, String to, String scope) throws IOException {
    String pom =
        """
        <project>
          <parent><groupId>io.oriontrail</groupId><artifactId>orion-trail</artifactId></parent>
          <artifactId>%s</artifactId>
          <dependencies>
            <dependency>
              <groupId>io.oriontrail</groupId><artifactId>%s</artifactId><scope>%s</scope>
            </dependency>
            <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
          </dependencies>
        </project>
        """
            .formatted(from, to, scope);
    List<ModuleGraph.Edge> edges =
        ModuleGraph.edgesOf(ModuleGraph.parse(new ByteArrayInputStream(pom.getBytes(UTF_8))));
    return new ModuleGraph(LOCAL_PARTS, edges);
  }
}
