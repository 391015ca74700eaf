package com.versaai.hub.delivery.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Web;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.HubTestEnvironment;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code GET /api/v1/crm/{crm}/contacts?email=}, from the border to the simulated CRM. */
@HubTest
@ExtendWith(OutputCaptureExtension.class)
class ContactsApiTest {

    private static final SimulatedProvider HUBSPOT = SimulatedProvider.of("hubspot").orElseThrow();
    private static final String PATH = "/api/v1/crm/hubspot/contacts";

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private CamelContext camel;

    private final ExecutorService flood = Executors.newFixedThreadPool(12);
    private final String email = UUID.randomUUID() + "@acme.example";

    @BeforeEach
    void fresh() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
    }

    @AfterEach
    void heal() {
        flood.shutdownNow();
        hub.simulators().faults().clear();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
    }

    private Hub.Answer ask(String crm, String address) {
        return hub.call("GET", "/api/v1/crm/" + crm + "/contacts?email=" + URLEncoder.encode(address, StandardCharsets.UTF_8), null, Map.of());
    }

    private JsonNode found(String crm, String address) {
        Hub.Answer answer = ask(crm, address);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return hub.read(answer.body());
    }

    private void write(String address, String name) {
        Web.Reply reply = Web.post(hub.simulators().url(HUBSPOT) + "/crm/v3/objects/contacts/batch/upsert", Map.of("Content-Type", "application/json", "Authorization",
                "Bearer " + HUBSPOT.settings("").get("hub.provider.hubspot.token")), "{\"inputs\":[{\"idProperty\":\"email\",\"id\":\"" + address
                + "\",\"properties\":{\"firstname\":\"" + name + "\",\"phone\":\"+34 600\"}}]}");
        assertThat(reply.status()).isEqualTo(200);
    }

    private void problem(Hub.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(hub.read(answer.body()).path("type").asText()).endsWith('/' + type);
        assertThat(answer.body()).doesNotContain("@", "%40");
    }

    private long calls() {
        return hub.simulators().wireMock().getAllServeEvents().stream().filter(event -> event.getRequest().getUrl().contains("batch/read")).count();
    }

    @Test
    void isAskedOnceAndThenKnown() {
        write(email, "Ana");
        long before = calls();
        JsonNode first = found("hubspot", email);
        assertThat(first.path("crm").asText()).isEqualTo("hubspot");
        assertThat(first.path("contacts")).singleElement().satisfies(contact -> {
            assertThat(contact.path("email").asText()).isEqualTo(email);
            assertThat(contact.path("firstName").asText()).isEqualTo("Ana");
            assertThat(contact.path("crm").asText()).isEqualTo("hubspot");
            assertThat(contact.toString()).as("nothing but what is listed").doesNotContain("600");
        });
        write(email, "Anna");
        assertThat(found("hubspot", email.toUpperCase(java.util.Locale.ROOT))).as("the same, with its time").isEqualTo(first);
        assertThat(calls() - before).isEqualTo(1);
    }

    @Test
    void nobodyIsAnEmptyListAndKnownToo() {
        long before = calls();
        JsonNode nobody = found("hubspot", email);
        assertThat(nobody.path("contacts").isArray()).isTrue();
        assertThat(nobody.path("contacts")).isEmpty();
        assertThat(found("hubspot", email)).isEqualTo(nobody);
        assertThat(calls() - before).isEqualTo(1);
        assertThat(found("salesforce", email).path("contacts")).as("each CRM has its own answers").isEmpty();
    }

    @Test
    void whoMayNotAskGetsNothing() {
        problem(hub.callAs(HubTestEnvironment.OPERATOR_KEY, "GET", PATH + "?email=" + email, null, Map.of()), 403, "forbidden");
        problem(hub.callAs(null, "GET", PATH + "?email=" + email, null, Map.of()), 401, "unauthorized");
        problem(hub.callAs("wrong", "GET", PATH + "?email=" + email, null, Map.of()), 401, "unauthorized");
    }

    @Test
    void whatIsNoCrmIsNotFoundAndOneThatIsOffIsNotConfigured() {
        for (String crm : List.of("nope", "slack", "stripe", "hubspot%27", "..%2f")) {
            assertThat(ask(crm, email).status()).as(crm).isIn(400, 404);
        }
        problem(ask("nope", email), 404, "not-found");
        problem(ask("slack", email), 404, "not-found");
        problem(ask("pipedrive", email), 503, "not-configured");
    }

    @Test
    void whatIsNoAddressIsMalformed() {
        for (String address : List.of("", "ana", "a b@acme.example", "a@acme.example\r\nX-Evil: 1", "a\u0000@b.example", "a@b@c", "x".repeat(250) + "@acme.example")) {
            assertThat(ask("hubspot", address).status()).as(address).isEqualTo(400);
        }
        assertThat(ask("hubspot", "x".repeat(10_000) + "@acme.example").status()).isIn(400, 414, 431);
        problem(hub.call("GET", PATH, null, Map.of()), 400, "malformed");
        problem(hub.call("GET", PATH + "?email=a%40b.example&email=c%40d.example", null, Map.of()), 400, "malformed");
        problem(hub.call("GET", PATH + "?email=a+b%40acme.example", null, Map.of()), 400, "malformed");
        for (String strange : List.of("o'brien@acme.example", "50%25@acme.example", "x'OR'1'='1@acme.example", "zoë@acme.example", "a+b@acme.example")) {
            assertThat(found("hubspot", strange).path("contacts")).as(strange).isEmpty();
        }
    }

    @Test
    void aFaultIsToldAndNeverKept(CapturedOutput log) {
        write(email, "Ana");
        hub.simulators().faults().set(HUBSPOT, new FaultSpec(FaultSpec.Kind.ERROR, null, null, null, 429, null, null, null, "7", null, null));
        Hub.Answer limited = ask("hubspot", email);
        problem(limited, 429, "rate-limited");
        assertThat(limited.headers().get("retry-after")).isEqualTo("7");
        hub.simulators().faults().set(HUBSPOT, FaultSpec.error(503));
        problem(ask("hubspot", email), 502, "provider-failed");
        hub.simulators().faults().set(HUBSPOT, FaultSpec.error(403));
        problem(ask("hubspot", email), 502, "provider-refused");
        hub.simulators().faults().set(HUBSPOT, FaultSpec.of(FaultSpec.Kind.HANG));
        Hub.Answer late = ask("hubspot", email);
        problem(late, 504, "timeout");
        assertThat(late.headers()).containsKey("retry-after");
        hub.simulators().faults().clear();
        circuits.breakers().get("hubspot").reset();
        assertThat(found("hubspot", email).path("contacts")).hasSize(1);
        assertThat(log.getAll()).doesNotContain(email).doesNotContain(email.replace("@", "%40"));
        assertThat(meters.getMeters().toString()).doesNotContain(email);
        assertThat(meters.get("hub.lookups").tag("destination", "hubspot").tag("outcome", "rate_limited").counter().count()).isPositive();
    }

    @Test
    void anOpenCircuitAnswersAtOnceAndItsFaultsCount() {
        circuits.breakers().get("hubspot").transitionToForcedOpenState();
        Hub.Answer open = ask("hubspot", email);
        problem(open, 503, "unavailable");
        assertThat(open.headers()).containsKey("retry-after");
        circuits.breakers().get("hubspot").reset();
        hub.simulators().faults().set(HUBSPOT, FaultSpec.error(500));
        ask("hubspot", email);
        assertThat(circuits.breakers().get("hubspot").getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        hub.simulators().faults().clear();
        found("hubspot", email);
        assertThat(circuits.breakers().get("hubspot").getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(1);
    }

    /** Half of the four deliveries at once; whoever would wait for long is told so. */
    @Test
    void aFloodIsTurnedAwayAndHoldsNothingUp() throws Exception {
        hub.simulators().faults().set(HUBSPOT, new FaultSpec(FaultSpec.Kind.SLOW, null, null, null, null, null, 700, null, null, null, null));
        List<CompletableFuture<Hub.Answer>> asked = IntStream.range(0, 12).mapToObj(i -> CompletableFuture.supplyAsync(() -> ask("hubspot", i + email), flood)).toList();
        List<Hub.Answer> answers = asked.stream().map(CompletableFuture::join).toList();
        assertThat(answers).extracting(Hub.Answer::status).containsOnly(200, 429).contains(200);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(answer -> assertThat(answer.headers()).containsKey("retry-after"));
        hub.simulators().faults().clear();
        assertThat(found("hubspot", "after" + email).path("contacts")).as("every turn came back").isEmpty();
        assertThat(found("hubspot", "then" + email).path("contacts")).isEmpty();
        assertThat(found("hubspot", "last" + email).path("contacts")).isEmpty();
    }

    @Test
    void aRouteEnrichesByIt() {
        write(email, "Ana");
        Exchange done = camel.createFluentProducerTemplate().to("direct:contact-lookup").withHeader("HubCrm", "hubspot").withHeader("HubKey", email).send();
        assertThat(done.getException()).isNull();
        assertThat(hub.read(done.getMessage().getBody(String.class)).at("/contacts/0/firstName").asText()).isEqualTo("Ana");
    }
}
