package com.versaai.hub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.MalformedBodyException;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.support.Senders;
import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.SignedRequest;
import com.versaai.hub.verification.Verdict;
import com.versaai.hub.verification.Verification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

/**
 * What every connector that receives owes, with a request of its sender as the sender makes it: who may send, and what becomes of it.
 * Whoever adds one extends this in the connector's package, and {@code EveryContractTest} asks for it; what the whole hub does with any
 * source, {@link EverySourceTest} shows. A sender without batches says so with a reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class InboundContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name = getClass().getPackageName().replaceFirst(".*\\.", "");
    private ConnectorHarness beans;
    private Source source;
    private String secret;

    /** The body of a request that becomes at least one event, as its sender writes it; a secret in it is put there. */
    protected abstract String body();

    /** Its headers besides those that prove the sender. */
    protected Map<String, String> headers() {
        return Map.of();
    }

    /** At which of its doors; empty where it has one only. Its body is given as the JSON that a form holds. */
    protected String door() {
        return "";
    }

    /** Three elements in one body, the second of which can't be mapped; null for a sender that sends one event at a time. */
    protected String batch() {
        return null;
    }

    /** Why there are no batches; null where there are. */
    protected abstract String withoutBatches();

    /** Where the connector is, and its name there. */
    protected Path folder() {
        return Path.of("routes", "connectors");
    }

    protected String connector() {
        return name;
    }

    @BeforeAll
    final void receive() throws Exception {
        Manifests manifests = new Manifests(folder());
        manifests.refresh();
        assertThat(manifests.problems()).isEmpty();
        assertThat(manifests.get(connector())).as("the manifest").isNotNull();
        assertThat(manifests.get(connector()).inbound()).as("inbound of the manifest").isNotNull();
        beans = new ConnectorHarness();
        DefaultListableBeanFactory connectors = new DefaultListableBeanFactory();
        beans.all(Connector.class).forEach(connectors::registerSingleton);
        secret = Senders.secret(connector(), manifests.get(connector()).inbound().proof().scheme());
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("hub.provider." + connector() + ".webhook-secrets", secret);
        source = new Sources(new InboundSettings(Map.of(), Admission.Livemode.BOTH, Senders.PUBLIC_URL), manifests, environment,
                connectors.getBeanProvider(Connector.class), Fixtures.mappings(folder())).get(address());
        assertThat(source).as("the door").isNotNull();
        assertThat(withoutBatches() == null ? batch() : withoutBatches()).as("a batch, or a reason why there are none").isNotBlank();
    }

    @AfterAll
    final void end() throws Exception {
        beans.close();
    }

    private SignedRequest request(byte[] body, String by, Instant at) {
        return request(body, proof(by, at, body), Senders.query(source.verification(), by));
    }

    private SignedRequest request(byte[] body, Map<String, String> proof, String query) {
        Map<String, List<String>> all = new HashMap<>();
        headers().forEach((header, value) -> all.put(header.toLowerCase(Locale.ROOT), List.of(value)));
        proof.forEach((header, value) -> all.put(header.toLowerCase(Locale.ROOT), List.of(value)));
        return new SignedRequest("POST", path(), query, all, body);
    }

    private String path() {
        return "/webhooks/" + address();
    }

    private String address() {
        return connector() + (door().isEmpty() ? "" : '/' + door());
    }

    /** What is sent of that JSON. */
    private byte[] wire(String json) {
        return Senders.wire(source.inbound().body(), new String(utf8(json), StandardCharsets.UTF_8));
    }

    private Map<String, String> proof(String of, Instant at, byte[] body) {
        return Senders.proof(source.verification(), of, at, path(), body);
    }

    private Verdict verdict(SignedRequest request) {
        return source.verifier().verify(request, Instant.now());
    }

    /** What the door stores of a request, and what its mapping makes of that. */
    private InboundMapping mapped(String text, Instant at) {
        return mapped(wire(text), at);
    }

    private InboundMapping mapped(byte[] body, Instant at) {
        SignedRequest request = request(body, secret, at);
        Source.Outline outline = source.outline(request.headers(), body);
        return source.mapper().map(source.request(new Receipt(address(), at, "POST", path(), null, request.headers(), body, Verdict.OK,
                outline.id(), outline.type(), null)));
    }

    private byte[] utf8(String text) {
        return Senders.body(source.verification(), secret, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> ids(InboundMapping mapping) {
        return mapping.events().stream().map(Event::id).toList();
    }

    @Test
    void theSendersRequestGetsInAndBecomesEvents() {
        byte[] body = wire(body());
        assertThat(verdict(request(body, secret, Instant.now()))).isEqualTo(Verdict.OK);
        InboundMapping mapping = mapped(body(), Instant.now());
        assertThat(mapping.outcome()).as(mapping.why()).isEqualTo(InboundMapping.Outcome.MAPPED);
        assertThat(mapping.events()).isNotEmpty().allSatisfy(event -> {
            assertThat(event.source()).isEqualTo('/' + connector());
            assertThat(event.time()).isNotNull();
        });
    }

    @Test
    void missingAndWrongProofsAreRefused() {
        byte[] body = wire(body());
        assertThat(verdict(request(Senders.body(source.verification(), null, body), Map.of(), null)).accepted()).as("missing").isFalse();
        assertThat(verdict(request(Senders.body(source.verification(), other(), body), other(), Instant.now())).accepted()).as("of another secret").isFalse();
        Map<String, String> right = proof(secret, Instant.now(), body);
        String query = Senders.query(source.verification(), secret);
        for (String wrong : query == null ? List.<String>of() : List.of("", query + 'x', query + '&' + query, query.replace('=', '-'), query.replaceFirst("=.*", "="))) {
            assertThat(verdict(request(body, right, wrong)).accepted()).as(wrong).isFalse();
        }
        right.forEach((header, value) -> {
            for (String wrong : List.of("", " ", value + "x", value.substring(0, value.length() - 1), value.toUpperCase(Locale.ROOT), "\u0000", "ü")) {
                Map<String, String> changed = new HashMap<>(right);
                changed.put(header, wrong);
                assertThat(wrong.equals(value) || !verdict(request(body, changed, query)).accepted()).as(header + ": " + wrong).isTrue();
            }
        });
    }

    /** Of the same form: a wrong one must not be refused for its form. */
    private String other() {
        return Senders.secret(connector() + "x", source.verification().scheme());
    }

    @Test
    void neitherStaleNorFutureGetsIn() {
        Duration window = source.verification().window();
        byte[] body = wire(body());
        if (window == null) {
            assertThat(source.verification().scheme()).as("nothing in its proof tells the time, or a window is forgotten")
                    .isNotIn(Scheme.STRIPE, Scheme.SLACK, Scheme.HUBSPOT, Scheme.HUBSPOT_V3, Scheme.STANDARD_WEBHOOKS);
            assertThat(source.verification().parameters()).doesNotContainKey("timestamp-header");
            return;
        }
        for (Duration off : List.of(window.negated().minusSeconds(5), window.plusSeconds(5), Duration.ofDays(-365), Duration.ofDays(365))) {
            assertThat(verdict(request(body, secret, Instant.now().plus(off))).accepted()).as(off.toString()).isFalse();
        }
    }

    @Test
    void aBodyChangedByOneByteIsRefusedWhereItIsSigned() {
        byte[] body = wire(body());
        SignedRequest right = request(body, secret, Instant.now());
        for (int i = 0; i < body.length; i++) {
            byte[] changed = body.clone();
            changed[i] ^= 1;
            boolean accepted = verdict(new SignedRequest("POST", path(), right.query(), right.headers(), changed)).accepted();
            // Who is named in the body may be another one now, or nobody; so may a secret in it.
            boolean named = source.verification().scheme() == Scheme.SALESFORCE_OUTBOUND || Senders.inBody(source.verification());
            assertThat(accepted).as("byte " + i).isEqualTo(named ? accepted : !source.verification().scheme().signs());
        }
    }

    @Test
    void aReplayHasTheSameIds() {
        List<String> first = ids(mapped(body(), Instant.now()));
        assertThat(ids(mapped(body(), Instant.now().minusSeconds(100)))).isEqualTo(first).doesNotHaveDuplicates();
    }

    @Test
    void ofABatchOneBadElementCostsTheOthersNothing() {
        if (withoutBatches() == null) {
            InboundMapping mapping = mapped(batch(), Instant.now());
            assertThat(mapping.outcome()).isEqualTo(InboundMapping.Outcome.PARTIAL);
            assertThat(mapping.why()).contains("element 1 of 3");
            assertThat(ids(mapping)).hasSizeGreaterThanOrEqualTo(2).doesNotHaveDuplicates();
            assertThat(ids(mapped(batch(), Instant.now().plusSeconds(60)))).as("sent again").isEqualTo(ids(mapping));
        } else {
            assertThatThrownBy(() -> mapped('[' + body() + ",{}," + body() + ']', Instant.now())).as("an array is no request of this sender")
                    .isInstanceOfAny(MalformedBodyException.class, UnmappableException.class);
        }
    }

    @Test
    void whateverStandsInAFieldNothingBreaks() throws Exception {
        if (source.inbound().isXml()) {
            whateverStandsInAnElementNothingBreaks();
            return;
        }
        JsonNode whole = JSON.readTree(body());
        List<String> places = places("", whole);
        assertThat(places).hasSizeGreaterThan(3);
        for (String place : places) {
            for (String value : List.of("null", "-1", "1e400", "\"\"", "[]", "{}", "[[[]]]", "true", '"' + "x".repeat(5_000) + '"', "\"\\u0000\\ud800\"")) {
                JsonNode changed = whole.deepCopy();
                int last = place.lastIndexOf('/');
                JsonNode holder = changed.at(place.substring(0, last));
                if (holder instanceof ObjectNode object) {
                    object.set(place.substring(last + 1), JSON.readTree(value));
                    assertMappedOrRefused(place + " = " + value.substring(0, Math.min(20, value.length())), changed.toString());
                }
            }
        }
    }

    private void whateverStandsInAnElementNothingBreaks() {
        List<MatchResult> leaves = Pattern.compile(">([^<>]+)<").matcher(body()).results().toList();
        assertThat(leaves).hasSizeGreaterThan(3);
        for (MatchResult leaf : leaves) {
            for (String value : List.of("", " ", "-1", "x".repeat(5_000), "&lt;&amp;&#10;", "<![CDATA[<a>]]>", "<a/>", "<a><b>1</b></a>", "&unknown;", "&#0;", "]]>", "\u00fc")) {
                assertMappedOrRefused(leaf.group(1) + " = " + value.substring(0, Math.min(20, value.length())),
                        body().substring(0, leaf.start(1)) + value + body().substring(leaf.end(1)));
            }
        }
    }

    private void assertMappedOrRefused(String what, String body) {
        try {
            assertThat(mapped(body, Instant.now()).outcome()).as(what).isNotNull();
        } catch (MalformedBodyException | UnmappableException refused) {
            assertThat(refused.getMessage()).as(what).isNotBlank().hasSizeLessThan(1_000);
        }
    }

    private static List<String> places(String at, JsonNode node) {
        List<String> places = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            places.add(at + '/' + field.getKey());
            places.addAll(places(at + '/' + field.getKey(), field.getValue()));
        });
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            places.addAll(places(at + '/' + i, node.get(i)));
        }
        return places;
    }

    @Test
    void whatIsNoJsonIsMalformed() {
        for (String body : List.of("", "{", "[1,", "\u0000", "nonsense", "{\"a\":1}{", "[".repeat(100_000))) {
            for (byte[] sent : List.of(utf8(body), wire(body))) {
                assertThatThrownBy(() -> mapped(sent, Instant.now())).as(body.substring(0, Math.min(9, body.length())))
                        .isInstanceOfAny(MalformedBodyException.class, UnmappableException.class);
            }
        }
    }

    @Test
    void theSecretIsNowhereBeyondTheDoor() {
        InboundMapping mapping = mapped(body(), Instant.now());
        byte[] body = wire(body());
        Map<String, List<String>> headers = new HashMap<>(request(body, secret, Instant.now()).headers());
        if (!source.verification().scheme().signs()) {
            // As the door does, where the proof is the secret itself.
            headers.keySet().removeAll(source.words().proof());
        }
        Receipt receipt = new Receipt(address(), Instant.now(), "POST", path(), "token=" + secret, headers, body, Verdict.OK, null, null, null);
        String all = mapping + " " + mapping.events() + receipt + receipt.toRecordHeaders() + source + source.verification();
        assertThat(all).doesNotContain(secret).doesNotContain(secret.replaceFirst(".*:", ""));
        proof(secret, Instant.now(), body).values().stream().filter(proved -> !source.verification().scheme().signs())
                .forEach(proved -> assertThat(all).doesNotContain(proved));
    }
}
