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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
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
        return new Sources(new InboundSettings(configured, Admission.Livemode.LIVE, null), manifests, environment,
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
        Sources sources = sources(Map.of("crm-eu", new InboundSettings.Instance("crm", "crm-eu", null, null, Map.of())));

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

    /** Whoever signs the address can't be known without it; that is no reason to stop everybody else. */
    @Test
    void aMissingPublicAddressRefusesThatSenderAlone(CapturedOutput output) throws IOException {
        write("signing", MANIFEST.formatted("Signs its address").replace("scheme: basic", "scheme: hubspot-v3"));
        manifests.refresh();
        environment.setProperty("hub.provider.signing.webhook-secrets", "hush");
        environment.setProperty("hub.provider.crm.webhook-secrets", "ann:hush");

        Sources sources = sources(Map.of());

        assertThat(sources.get("signing").verifier().verify(from("x"), Instant.now())).isEqualTo(Verdict.NOT_CONFIGURED);
        assertThat(sources.get("crm").verifier().verify(from("ann:hush"), Instant.now()).accepted()).isTrue();
        assertThat(output).contains("hub.provider.signing.webhook-secrets", "hub.public-url has to say which that is");
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
        assertThatThrownBy(() -> sources(Map.of("other", new InboundSettings.Instance("nobody", null, null, null, Map.of()))))
                .hasMessage("hub.inbound.sources.other: there is no connector nobody");
        write("mute", "title: Mute\nkind: crm\n");
        manifests.refresh();
        assertThatThrownBy(() -> sources(Map.of("other", new InboundSettings.Instance("mute", null, null, null, Map.of()))))
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

    /** What is about the same thing has the same key, whatever its event is called. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"id":"e","type":"t","data":{"object":{"id":"sub_1","customer":"cus_1"}}}                          | stripe/cus_1
            {"id":"e","type":"t","data":{"object":{"id":"in_1","customer":{"id":"cus_1","object":"customer"}}}} | stripe/cus_1
            {"id":"e","type":"t","data":{"object":{"id":"ch_1","customer":null,"payment_intent":"pi_1"}}}      | stripe/pi_1
            {"id":"e","type":"t","data":{"object":{"id":"pi_1","customer":null}}}                              | stripe/pi_1
            {"id":"e","type":"t","data":{"object":{"id":"cus_1","object":"customer"}}}                         | stripe/cus_1
            {"id":"e","type":"t","account":"acct_1","data":{"object":{"id":"sub_1","customer":"cus_1"}}}       | stripe/acct_1/cus_1
            {"id":"e","type":"t","related_object":{"id":"mtr_1","url":"/v1/x"}}                                | stripe/mtr_1
            {"id":"e","type":"t","data":{"object":{"id":12345678901234567890}}}                                | stripe/12345678901234567890
            {"id":"e","type":"t","data":{"object":{"id":"","customer":{"id":["cus_1"]}}}}                      | e
            {"id":"e","type":"t","data":[]}                                                                    | e
            """)
    void keepsInOrderWhatIsAboutTheSame(String text, String key) {
        Manifests shipped = new Manifests(Path.of("routes/connectors"));
        shipped.refresh();
        Source stripe = new Sources(new InboundSettings(Map.of(), Admission.Livemode.BOTH, null), shipped, environment,
                new DefaultListableBeanFactory().getBeanProvider(Connector.class), null).get("stripe");
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertThat(stripe.key(stripe.outline(Map.of(), body), body)).isEqualTo(key);
    }

    @Test
    void connectedAccountsAreTheirOwnUnlessTheConfigurationSaysOtherwise(CapturedOutput output) throws IOException {
        write("pay", MANIFEST.formatted("Pay").replace("subject:", "account: /account, subject:"));
        manifests.refresh();
        Source own = sources(Map.of()).get("pay");
        assertThat(own.admission().refuses(null, "acct_1")).isNull();
        Source ignoring = sources(Map.of("pay", connecting(Admission.Connect.IGNORE))).get("pay");
        assertThat(ignoring.admission().refuses(null, null)).isNull();
        assertThat(ignoring.admission().refuses(null, "acct_1")).isEqualTo(new Admission.Refusal("connected_account",
                "of a connected account, and hub.inbound.sources.pay.connect is ignore"));
        assertThat(own.outline(Map.of(), "{\"meta\":{\"id\":\"7\",\"kind\":\"x\"},\"account\":\"acct_1\"}".getBytes(StandardCharsets.UTF_8)).account())
                .isEqualTo("acct_1");
        assertThat(output).doesNotContain("connect has no effect");
    }

    /** Stripe's boolean, a header that only tests have, a word of two, and one that only the real has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "at: /livemode, live: \"true\", test: \"false\"|{\"livemode\":true}|-|true",
        "at: /livemode, live: \"true\", test: \"false\"|{\"livemode\":false}|-|false",
        "at: /livemode, live: \"true\", test: \"false\"|{\"livemode\":\"false\"}|-|false",
        "at: /livemode, live: \"true\", test: \"false\"|{\"livemode\":null}|-|null",
        "at: /livemode, live: \"true\", test: \"false\"|{}|-|null",
        "at: /livemode, live: \"true\", test: \"false\"|[{\"livemode\":false}]|-|null",
        "at: \"header:X-Shop-Test\", test: \"true\"|{}|-|true",
        "at: \"header:X-Shop-Test\", test: \"true\"|{}|true|false",
        "at: /meta/mode, live: live, test: test|{\"meta\":{\"mode\":\"test\"}}|-|false",
        "at: /meta/test, test: \"1\"|{\"meta\":{\"test\":1}}|-|false",
        "at: /env, live: production|{\"env\":\"staging\"}|-|false",
        "at: /env, live: production|{\"env\":\"production\"}|-|true"})
    void whetherItIsATestStandsWhereTheManifestSays(String mode, String body, String header, String live) throws IOException {
        write("pay", MANIFEST.formatted("Pay").replaceAll("  event: .*", "  mode: {" + mode + "}"));
        manifests.refresh();
        assertThat(manifests.problems()).isEmpty();
        Source source = sources(Map.of()).get("pay");
        Receipt receipt = new Receipt("pay", Instant.EPOCH, "POST", "/webhooks/pay", null,
                header.equals("-") ? Map.of() : Map.of("x-shop-test", List.of(header)), body.getBytes(StandardCharsets.UTF_8), Verdict.OK, null, null, null);
        assertThat(String.valueOf(source.request(receipt).live())).isEqualTo(live);
        assertThat(source.words().headers()).isEqualTo(mode.contains("header:") ? Set.of("x-shop-test") : Set.of());
    }

    @Test
    void aSourceTakesWhatItsSettingSays(CapturedOutput output) throws IOException {
        write("pay", MANIFEST.formatted("Pay") + "  mode: {at: /livemode, live: \"true\", test: \"false\"}\n");
        manifests.refresh();
        Admission live = sources(Map.of()).get("pay").admission();
        assertThat(live.refuses(true, null)).isNull();
        assertThat(live.refuses(null, null)).isNull();
        assertThat(live.refuses(false, null)).isEqualTo(new Admission.Refusal("test_mode", "of test mode, and hub.inbound.livemode is live"));
        assertThat(output).contains("Webhooks of pay: hub.inbound.livemode is live").doesNotContain("has no effect");
        Admission test = sources(Map.of("pay", new InboundSettings.Instance(null, null, null, Admission.Livemode.TEST, Map.of()))).get("pay").admission();
        assertThat(test.refuses(false, null)).isNull();
        assertThat(test.refuses(true, null)).isEqualTo(new Admission.Refusal("live_mode", "of live mode, and hub.inbound.sources.pay.livemode is test"));
        Admission both = sources(Map.of("pay", new InboundSettings.Instance(null, null, null, Admission.Livemode.BOTH, Map.of()))).get("pay").admission();
        assertThat(both.refuses(false, null)).isNull();
        assertThat(both.refuses(true, null)).isNull();
    }

    /** The hub's own files: whoever says nothing takes what is real only, but for the sandbox. */
    @Test
    void theProfileDecidesWhatIsTakenWhereNothingIsSaid() throws IOException {
        assertThat(livemode("application.yaml")).isEqualTo(Admission.Livemode.LIVE);
        assertThat(livemode("application-sandbox.yaml")).isEqualTo(Admission.Livemode.BOTH);
    }

    private static Admission.Livemode livemode(String file) throws IOException {
        StandardEnvironment all = new StandardEnvironment();
        new YamlPropertySourceLoader().load(file, new ClassPathResource(file)).forEach(all.getPropertySources()::addLast);
        return Binder.get(all).bind("hub.inbound.livemode", Admission.Livemode.class).get();
    }

    @Test
    void aSettingThatCannotWorkIsToldAtTheStart(CapturedOutput output) {
        sources(Map.of("crm", connecting(Admission.Connect.IGNORE)));
        assertThat(output).containsOnlyOnce("hub.inbound.sources.crm.connect has no effect: crm/connector.yaml doesn't say where a request names the account")
                .containsOnlyOnce("hub.inbound.sources.crm.livemode has no effect: crm/connector.yaml doesn't say where a request tells what is real");
    }

    private static InboundSettings.Instance connecting(Admission.Connect connect) {
        return new InboundSettings.Instance(null, null, connect, Admission.Livemode.LIVE, Map.of());
    }

    @Test
    void readsTheSendersWordsWhereTheManifestSaysThatTheyAre() {
        Source source = sources(Map.of()).get("crm");
        byte[] body = "{\"meta\":{\"id\":\"7\",\"kind\":\"deal.changed\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(source.outline(Map.of("x-who", List.of("ann")), body)).isEqualTo(new Source.Outline("7", "deal.changed", null, "ann", null, null, "ann"));
        assertThat(source.outline(Map.of("x-who", List.of("ann", "bob")), body).subject()).isNull();
        assertThatThrownBy(() -> source.outline(Map.of(), "{\"meta\":{\"id\":\"7\"}}".getBytes(StandardCharsets.UTF_8))).hasMessage("id or type is missing");
    }
}
