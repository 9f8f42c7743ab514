package io.oriontrail.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StageConfigTest {
  @TempDir Path folder;

  @Test
  void regionAlone_hasDefaultsForAllElse() throws IOException {
    StageConfig config = load("region: eu-west-1");

    assertThat(config.account()).isNull();
    assertThat(config.keepData()).isTrue();
    assertThat(config.customerKey()).isFalse();
    assertThat(config.stream().name()).isEqualTo("orion-events-trial");
    assertThat(config.stream().shards()).isNull();
    assertThat(config.stream().retention()).isEqualTo(Duration.ofHours(24));
    assertThat(config.table().retention()).isEqualTo(Duration.ofDays(14));
    assertThat(config.table().pointInTimeRecovery()).isFalse();
    assertThat(config.table().capacity()).isEqualTo(new TableCapacity.OnDemand(4_000, 4_000));
    assertThat(config.ingest())
        .isEqualTo(
            new IngestSettings(
                1_769,
                Duration.ofSeconds(60),
                100,
                Duration.ofSeconds(1),
                1,
                Duration.ofHours(12),
                30,
                List.of(),
                null,
                null));
    assertThat(config.query().oidc()).isNull();
    assertThat(config.query().heavyRequestsPerSecond()).isEqualTo(5);
    assertThat(config.monitoring()).isNull();
    assertThat(config.archive()).isNull();
    assertThat(config.audit()).isNull();
  }

  @Test
  void archive_asked_hasDefaultsThatFollowFromTheStream() throws IOException {
    assertThat(load("region: eu-west-1\narchive: {}").archive())
        .isEqualTo(
            new ArchiveSettings(
                null,
                30,
                395,
                1_769,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofHours(23)));
    ArchiveSettings tiered =
        load("""
                region: eu-west-1
                stream: {retention: PT240H}
                archive: {infrequentAccessDays: 45, expireDays: 400}
                """)
            .archive();
    assertThat(tiered).isNotNull();
    assertThat(tiered.glacierDays()).isEqualTo(75);
    assertThat(tiered.maximumRecordAge()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "account: 111122223333 | account is '111122223333'; allowed is an account id of 12 digits, in quotes",
        "account: \"1234\" | account is '1234'; allowed is an account id of 12 digits",
        "region: Frankfurt | region is 'Frankfurt'; allowed is a region such as eu-west-1",
        "keepData: maybe | keepData is 'maybe'; allowed is true or false",
        "encryption: NONE | encryption is 'NONE'; allowed is one of AWS_MANAGED, CUSTOMER_KEY",
        "canary: true | canary is 'true'; allowed is false, because without monitoring no alarm takes a bad version back",
        "logRetentionDays: 31 | logRetentionDays is '31'; allowed is one of 1, 3, 7, 14, 30, 60, 90, 180, 365, 731",
        "setAsideDays: 1.5 | setAsideDays is '1.5'; allowed is a whole number from 1 to 3650",
        "tags: {team: 7} | tags.team is '7'; allowed is a text, in quotes",
        "stream: fast | stream is 'fast'; a mapping of settings belongs there",
        "stream: {name: \"a b\"} | stream.name is 'a b'; allowed is 1 to 128 letters, digits, '_', '.' or '-'",
        "stream: {mode: on_demand} | stream.mode is 'on_demand'; allowed is one of ON_DEMAND, PROVISIONED",
        "stream: {mode: PROVISIONED} | stream.shards is missing; it is a whole number from 1 to 20000",
        "stream: {shards: 3} | stream.shards is '3'; allowed is nothing, because an on-demand stream sizes itself",
        "stream: {shrads: 3} | stream.shrads is no setting; those that exist here are mode, name, retention, shards",
        "stream: {retention: 24h} | stream.retention is '24h'; allowed is an ISO 8601 duration of whole seconds from PT24H to PT8760H",
        "stream: {retention: PT24H30M} | stream.retention is 'PT24H30M'; allowed is a duration of whole hours",
        "table: {capacity: {maxWriteUnits: 0}} | table.capacity.maxWriteUnits is '0'; allowed is a whole number from 1 to 40000",
        "table: {capacity: {write: {min: 1, max: 2}}} | table.capacity.write is",
        "table: {capacity: {mode: PROVISIONED, write: {min: 9, max: 8}}} | table.capacity.write.max is '8'; allowed is a whole number from 9 to 40000",
        "ingest: {batchingWindow: PT0.5S} | ingest.batchingWindow is 'PT0.5S'; allowed is an ISO 8601 duration of whole seconds from PT0S to PT5M",
        "ingest: {maximumRecordAge: PT24H} | ingest.maximumRecordAge is 'PT24H'; allowed is less than stream.retention, PT24H",
        "ingest: {parallelization: 11} | ingest.parallelization is '11'; allowed is a whole number from 1 to 10",
        "ingest: {attributes: region} | ingest.attributes is 'region'; allowed is a list of at least one: a name of an attribute",
        "ingest: {attributes: [\"a,b\"]} | ingest.attributes is",
        "ingest: {redact: 7} | ingest.redact is '7'; allowed is a regular expression such as [0-9]{13,19}, in quotes",
        "query: {timeout: PT30S} | query.timeout is 'PT30S'; allowed is an ISO 8601 duration of whole seconds from PT3S to PT29S",
        "query: {oidc: {issuer: http://x, audiences: [a]}} | query.oidc.issuer is 'http://x'; allowed is the issuer's https address, as in its tokens",
        "query: {oidc: {audiences: [a]}} | query.oidc.issuer is missing; it is the issuer's https address, as in its tokens",
        "query: {oidc: {issuer: https://x}} | query.oidc.audiences is ''; allowed is a list of at least one: the audience or client id of the dashboard",
        "query: {originSecret: 2} | query.originSecret is '2'; allowed is nothing, because without oidc the API is asked at its own address",
        "query: {requestsPerSecond: 3, heavyRequestsPerSecond: 4} | query.heavyRequestsPerSecond is '4'; allowed is a whole number from 1 to 3",
        "monitoring: {ticket: {emails: [a@b.c]}} | monitoring.page.emails is ''; allowed is at least one address here or under webhooks",
        "monitoring: {ticket: {emails: [a]}} | monitoring.ticket.emails is",
        "monitoring: {ticket: {webhooks: [http://x.y]}} | monitoring.ticket.webhooks is",
        "monitoring: {ticket: {emails: [a@b.c]}, iteratorAgeWarning: PT2H, iteratorAge: PT1H, page: {emails: [a@b.c]}} | monitoring.iteratorAge is 'PT1H'; allowed is an ISO 8601 duration of whole seconds from PT2H to PT24H",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, errorPercent: 101} | monitoring.errorPercent is '101'; allowed is a number from 0 to 100",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, objectives: {latency: 100}} | monitoring.objectives.latency is '100'; allowed is a number from 50 to 99.999",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, silence: PT90S} | monitoring.silence is 'PT1M30S'; allowed is a duration of whole minutes",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, steps: [A, A]} | monitoring.steps is 'A, A'; allowed is each step once",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, steps: [\"A,B\"]} | monitoring.steps is",
        "monitoring: {ticket: {webhooks: [https://x.y]}, monthlyBudgetUsd: 9} | monitoring.monthlyBudgetUsd is '9'; allowed is one only beside ticket.emails",
        "monitoring: {ticket: {emails: [a@b.c]}, page: {emails: [a@b.c]}, runbooks: https://x.y/z} | monitoring.runbooks is 'https://x.y/z'; allowed is the address of docs/runbooks in your repository",
        "dashboard: {signIn: {clientId: a}} | dashboard.signIn.clientId is 'a'; allowed is nothing, because the stage names no query.oidc",
        "dashboard: {logsLink: http://x/} | dashboard.logsLink is 'http://x/'; allowed is an https address, {names} after the host",
        "dashboard: {traceLink: \"https://{host}/\"} | dashboard.traceLink is",
        "edge: {domain: Orion.example.com, hostedZone: Z1A} | edge.domain is 'Orion.example.com'; allowed is a host name in small letters, no path",
        "edge: {domain: orion.example.com/x} | edge.domain is 'orion.example.com/x'; allowed is",
        "edge: {domain: o.example.com} | edge.domain is 'o.example.com'; allowed is one with edge.hostedZone, edge.certificate or both beside it",
        "edge: {domain: orion-trail.the-department-for-journeys.platform.example-company1.com, hostedZone: Z1A} | edge.domain is 'orion-trail.the-department-for-journeys.platform.example-company1.com'; allowed is at most 64 characters, as more do not fit into a certificate made here; for a longer name have one made elsewhere and give it as edge.certificate",
        "edge: {domain: o.example.com, hostedZone: example.com} | edge.hostedZone is 'example.com'; allowed is the id of a hosted zone",
        "edge: {hostedZone: Z1A} | edge.hostedZone is 'Z1A'; allowed is nothing, because there is no edge.domain",
        "edge: {domain: o.example.com, certificate: \"arn:aws:acm:eu-west-1:111122223333:certificate/0d2a2b4e-5f0c-4a63-9d0e-0f6c8b8f7a11\"} | edge.certificate is 'arn:aws:acm:eu-west-1:111122223333:certificate/0d2a2b4e-5f0c-4a63-9d0e-0f6c8b8f7a11'; allowed is the ARN of a certificate in us-east-1",
        "edge: {firewall: true} | edge.firewall is 'true'; allowed is false, because without query.oidc",
        "edge: {firewall: 3} | edge.firewall is '3'; allowed is true or false",
        "edge: {requestsPerAddress: 500} | edge.requestsPerAddress is '500'; allowed is nothing, because there is no edge.firewall",
        "edge: {waf: true} | edge.waf is no setting; those that exist here are certificate, domain, firewall, hostedZone,",
        "archive: {glacierDays: 0} | archive.glacierDays is '0'; allowed is a whole number from 1 to 3650",
        "archive: {infrequentAccessDays: 29} | archive.infrequentAccessDays is '29'; allowed is a whole number from 30 to 3650",
        "archive: {infrequentAccessDays: 30, glacierDays: 59} | archive.glacierDays is '59'; allowed is a whole number from 60 to 3650",
        "archive: {glacierDays: 90, expireDays: 90} | archive.expireDays is '90'; allowed is a whole number from 91 to 3650",
        "archive: {batchingWindow: PT301S} | archive.batchingWindow is 'PT301S'; allowed is",
        "archive: {maximumRecordAge: PT24H} | archive.maximumRecordAge is",
        "archive: {tier: COLD} | archive.tier is no setting; those that exist here are batchingWindow, expireDays,",
        "audit: {lockDays: 0} | audit.lockDays is '0'; allowed is a whole number from 1 to 3650",
        "audit: {mode: STRICT} | audit.mode is 'STRICT'; allowed is one of GOVERNANCE, COMPLIANCE",
        "colour: blue | colour is no setting; those that exist here are account, archive, audit, canary, dashboard, edge, encryption, ingest, keepData,",
      })
  void wrongValue_anywhere_isRefusedWithItsKeyItselfAndWhatIsAllowed(String line, String message) {
    String text = line.startsWith("region") ? line : "region: eu-west-1\n" + line;

    assertThatThrownBy(() -> load(text))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("trial.yaml: " + message);
  }

  @Test
  void signIn_given_isToldToTheDashboardWithItsIssuer() throws IOException {
    DashboardSettings dashboard =
        load("""
                region: eu-west-1
                query: {oidc: {issuer: "https://pool.example/eu_1", audiences: [a]}}
                dashboard:
                  signIn:
                    clientId: client
                    scopes: [journeys/read]
                    parameters: {audience: b}
                    origins: ["https://tokens.example"]
                  logsLink: "https://logs.example/?q={execution}"
                """)
            .dashboard();

    assertThat(dashboard.origins())
        .containsExactly("https://pool.example", "https://tokens.example");
    assertThat(dashboard.toJson())
        .isEqualTo(
            "{\"signIn\":{\"issuer\":\"https://pool.example/eu_1\",\"clientId\":\"client\","
                + "\"scopes\":[\"journeys/read\"],\"parameters\":{\"audience\":\"b\"}},"
                + "\"links\":{\"logs\":\"https://logs.example/?q={execution}\"}}");
  }

  @Test
  void edge_absentOrEmpty_isCloudFrontsOwnNameAndNoFirewall() throws IOException {
    assertThat(load("region: eu-west-1").edge()).isEqualTo(EdgeSettings.NONE);
    EdgeSettings empty = load("region: eu-west-1\nedge: {}").edge();

    assertThat(empty.domain()).isNull();
    assertThat(empty.firewall()).isFalse();
    assertThat(empty.needsStack()).isFalse();
  }

  @Test
  void longDomain_withItsOwnCertificateOrAsLongAsOneMadeHereMayBe_isTaken() throws IOException {
    String longest = "a".repeat(52) + ".example.com";
    assertThat(longest).hasSize(64);

    assertThat(load("region: eu-west-1\nedge: {domain: %s, hostedZone: Z1A}".formatted(longest)))
        .extracting(config -> config.edge().domain())
        .isEqualTo(longest);
    assertThat(
            load(
                """
                region: eu-west-1
                edge:
                  domain: a%s
                  certificate: "arn:aws:acm:us-east-1:111122223333:certificate/0d2a2b4e-5f0c-4a63-9d0e-0f6c8b8f7a11"
                """
                    .formatted(longest)))
        .extracting(config -> config.edge().domain())
        .isEqualTo("a" + longest);
  }

  @Test
  void payloadRules_given_areTaken() throws IOException {
    StageConfig config =
        load(
            """
            region: eu-west-1
            ingest: {attributes: [region, tier], redact: "[0-9]{13,19}"}
            """);

    assertThat(config.ingest().attributes()).containsExactly("region", "tier");
    assertThat(config.ingest().redact()).isEqualTo("[0-9]{13,19}");
  }

  @Test
  void reservedConcurrency_belowWhatTheShardsNeed_isRefused() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    region: eu-west-1
                    stream: {mode: PROVISIONED, shards: 10}
                    ingest: {parallelization: 2, reservedConcurrency: 19}
                    """))
        .isInstanceOf(SetupException.class)
        .hasMessage(
            "trial.yaml: ingest.reservedConcurrency is '19'; allowed is at least stream.shards x"
                + " parallelization, 20");
  }

  @Test
  void region_missing_isRefusedAsThereIsNoDefault() {
    assertThatThrownBy(() -> load("keepData: true"))
        .isInstanceOf(SetupException.class)
        .hasMessage("trial.yaml: region is missing; it is a region such as eu-west-1");
  }

  @Test
  void file_withBrokenYaml_isRefusedWithItsLine() {
    assertThatThrownBy(() -> load("region: eu-west-1\nstream: {mode: ON_DEMAND"))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("trial.yaml is no valid YAML in line ");
  }

  @Test
  void key_givenTwice_isRefused() {
    assertThatThrownBy(() -> load("region: eu-west-1\nregion: eu-central-1"))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("Duplicate")
        .hasMessageContaining("region");
  }

  @Test
  void stage_withoutAFile_isRefusedWithThoseThatExist() throws IOException {
    Files.writeString(folder.resolve("one.yaml"), "region: eu-west-1");
    Files.writeString(folder.resolve("two.yaml"), "region: eu-west-1");

    assertThatThrownBy(() -> StageConfig.load(folder, "three"))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("no stage 'three'; infra/stages has one, two, ");
  }

  @ParameterizedTest
  @CsvSource({"../one", "One", "a_b", "''"})
  void stage_whoseNameNamesNoFileOfTheFolder_isRefused(String stage) throws IOException {
    Files.writeString(folder.resolve("one.yaml"), "region: eu-west-1");

    assertThatThrownBy(() -> StageConfig.load(folder, stage))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("no stage '" + stage + "'");
  }

  private StageConfig load(String text) throws IOException {
    Files.writeString(folder.resolve("trial.yaml"), text);
    return StageConfig.load(folder, "trial");
  }
}
