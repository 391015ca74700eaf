package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class SourcesTest {

    private static final String MANIFEST = """
            title: %s
            kind: crm
            settings:
              webhook-secrets: {title: Who may send, secret: true}
            inbound:
              verification: {scheme: basic}
              event: {id: /meta/id, type: /meta/kind, subject: header:X-Who}
            """;

    @TempDir
    Path folder;

    private final MockEnvironment environment = new MockEnvironment();
    private Manifests manifests;

    @BeforeEach
    void oneConnector() throws IOException {
        write("crm", MANIFEST.formatted("A CRM"));
        manifests = new Manifests(folder);
        manifests.refresh();
    }

    private void write(String connector, String text) throws IOException {
        Files.createDirectories(folder.resolve(connector));
        Files.writeString(folder.resolve(connector).resolve("connector.yaml"), text);
    }

    private Sources sources(Map<String, InboundSettings.Instance> configured) {
        return new Sources(new InboundSettings(configured, null), manifests, environment,
                new DefaultListableBeanFactory().getBeanProvider(Connector.class), null);
    }

    private static SignedRequest from(String user) {
        String token = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return new SignedRequest("POST", "/webhooks/crm", null, Map.of("authorization", List.of("Basic " + token)), new byte[0]);
    }

    @Test
    void everyConnectorThatReceivesIsASource(CapturedOutput output) {
        environment.setProperty("hub.provider.crm.webhook-secrets", "ann:hush,bob:quiet");
        Sources sources = sources(Map.of());

        assertThat(sources.all()).containsOnlyKeys("crm");
        assertThat(sources.paths()).containsExactly("/crm");
        assertThat(sources.get("crm").verifier().verify(from("bob:quiet"), Instant.now())).satisfies(verdict -> assertThat(verdict.accepted()).isTrue());
        assertThat(sources.get("crm").verifier().verify(from("bob:hush"), Instant.now()).accepted()).isFalse();
        assertThat(output).contains("Webhooks of crm: 2 active secret(s)").doesNotContain("hush").doesNotContain("quiet");
        assertThat(sources.get("crm")).hasToString("crm");
        assertThat(sources.get(null)).isNull();
        assertThat(sources.get("../crm")).isNull();
    }

    @Test
    void asManyInstancesAsAreConfiguredEachWithItsAccount() {
        environment.setProperty("hub.provider.crm.webhook-secrets", "ann:hush");
        environment.setProperty("hub.provider.crm-eu.webhook-secrets", "eva:leise");
        Sources sources = sources(Map.of("crm-eu", new InboundSettings.Instance("crm", "crm-eu", null)));

        assertThat(sources.all()).containsOnlyKeys("crm", "crm-eu");
        assertThat(sources.get("crm-eu").verifier().verify(from("eva:leise"), Instant.now()).accepted()).isTrue();
        assertThat(sources.get("crm").verifier().verify(from("eva:leise"), Instant.now()).accepted()).isFalse();
        assertThat(sources.get("crm-eu").connector()).isEqualTo("crm");
    }

    @Test
    void withoutASecretNobodyGetsInAndTheStartSaysSo(CapturedOutput output) {
        assertThat(sources(Map.of()).get("crm").verifier().verify(from("any:body"), Instant.now())).isEqualTo(Verdict.NOT_CONFIGURED);
        assertThat(output).containsOnlyOnce("Webhooks of crm: no secret set (hub.provider.crm.webhook-secrets)");
    }

    @Test
    void aBlankSecretOrOneWithALineEndStopsTheStart() {
        for (String wrong : List.of("", "  ", "ann:hush\n", "nocolon")) {
            environment.setProperty("hub.provider.crm.webhook-secrets[0]", "ann:ok");
            environment.setProperty("hub.provider.crm.webhook-secrets[1]", wrong);
            assertThatThrownBy(() -> sources(Map.of())).as(wrong).hasMessageContaining("hub.provider.crm.webhook-secrets: ")
                    .hasMessageContaining("secret 2").hasMessageNotContaining("hush");
        }
    }

    @Test
    void theAccountsToleranceReplacesTheManifestsWindow() throws IOException {
        write("timed", MANIFEST.formatted("Timed").replace("scheme: basic", "scheme: stripe, window: 60s"));
        manifests.refresh();
        assertThat(sources(Map.of()).get("timed").verification().window()).isEqualTo(Duration.ofSeconds(60));
        environment.setProperty("hub.provider.timed.webhook-tolerance", "10m");
        assertThat(sources(Map.of()).get("timed").verification().window()).isEqualTo(Duration.ofMinutes(10));
        environment.setProperty("hub.provider.timed.webhook-tolerance", "0s");
        assertThatThrownBy(() -> sources(Map.of())).hasMessageContaining("hub.provider.timed.webhook-tolerance: ");
    }

    @Test
    void aSourceOfAConnectorThatIsNotThereStopsTheStart() throws IOException {
        assertThatThrownBy(() -> sources(Map.of("other", new InboundSettings.Instance("nobody", null, null))))
                .hasMessage("hub.inbound.sources.other: there is no connector nobody");
        write("mute", "title: Mute\nkind: crm\n");
        manifests.refresh();
        assertThatThrownBy(() -> sources(Map.of("other", new InboundSettings.Instance("mute", null, null))))
                .hasMessageContaining("connector mute receives nothing");
    }

    @Test
    void comesAndGoesWithItsManifest() throws IOException {
        Sources sources = sources(Map.of());
        write("late", MANIFEST.formatted("Late"));
        manifests.refresh();
        assertThat(sources.all()).containsOnlyKeys("crm", "late");
        assertThat(sources.paths()).containsExactly("/crm", "/late");
        Files.delete(folder.resolve("crm/connector.yaml"));
        manifests.refresh();
        assertThat(sources.all()).containsOnlyKeys("late");
    }

    @Test
    void whatComesLaterAndIsWrongHarmsNobodyElse(CapturedOutput output) throws IOException {
        environment.setProperty("hub.provider.crm.webhook-secrets", "ann:hush");
        environment.setProperty("hub.provider.late.webhook-secrets", "nocolon");
        Sources sources = sources(Map.of());
        write("late", MANIFEST.formatted("Late"));
        manifests.refresh();
        assertThat(sources.get("late").verifier().verify(from("nocolon"), Instant.now())).isEqualTo(Verdict.NOT_CONFIGURED);
        assertThat(sources.get("crm").verifier().verify(from("ann:hush"), Instant.now()).accepted()).isTrue();
        assertThat(output).contains("hub.provider.late.webhook-secrets: ").doesNotContain("nocolon");
    }

    @Test
    void connectedAccountsAreTheirOwnUnlessTheConfigurationSaysOtherwise(CapturedOutput output) throws IOException {
        write("pay", MANIFEST.formatted("Pay").replace("subject:", "account: /account, subject:"));
        manifests.refresh();
        Source own = sources(Map.of()).get("pay");
        assertThat(own.admission().refuses("acct_1")).isNull();
        Source ignoring = sources(Map.of("pay", connecting(Admission.Connect.IGNORE))).get("pay");
        assertThat(ignoring.admission().refuses(null)).isNull();
        assertThat(ignoring.admission().refuses("acct_1")).isEqualTo(new Admission.Refusal("connected_account",
                "of a connected account, and hub.inbound.sources.pay.connect is ignore"));
        assertThat(own.outline(Map.of(), "{\"meta\":{\"id\":\"7\",\"kind\":\"x\"},\"account\":\"acct_1\"}".getBytes(StandardCharsets.UTF_8)).account())
                .isEqualTo("acct_1");
        assertThat(output).doesNotContain("has no effect");
    }

    @Test
    void aSettingThatCannotWorkIsToldAtTheStart(CapturedOutput output) {
        sources(Map.of("crm", connecting(Admission.Connect.IGNORE)));
        assertThat(output).containsOnlyOnce("hub.inbound.sources.crm.connect has no effect: crm/connector.yaml doesn't say where a request names the account");
    }

    private static InboundSettings.Instance connecting(Admission.Connect connect) {
        return new InboundSettings.Instance(null, null, connect);
    }

    @Test
    void readsTheSendersWordsWhereTheManifestSaysThatTheyAre() {
        Source source = sources(Map.of()).get("crm");
        byte[] body = "{\"meta\":{\"id\":\"7\",\"kind\":\"deal.changed\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(source.outline(Map.of("x-who", List.of("ann")), body)).isEqualTo(new Source.Outline("7", "deal.changed", null, "ann", null));
        assertThat(source.outline(Map.of("x-who", List.of("ann", "bob")), body).subject()).isNull();
        assertThatThrownBy(() -> source.outline(Map.of(), "{\"meta\":{\"id\":\"7\"}}".getBytes(StandardCharsets.UTF_8))).hasMessage("id or type is missing");
    }
}
