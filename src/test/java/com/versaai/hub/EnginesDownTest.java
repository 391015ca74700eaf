package com.versaai.hub;

import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSender;
import com.versaai.hub.support.Engines;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTestEnvironment;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** A hub whose Kafka and database are servers of their own, which go away and come back. */
class EnginesDownTest {

    /** An outage outlasts timeouts of several seconds. */
    private static final Duration LONG = Duration.ofSeconds(90);

    private static Engines engines;
    private static ConfigurableApplicationContext context;
    private static int readinessWhenThePortOpened;
    private static List<String> notRunningWhenReady;

    private Hub hub;
    private MeterRegistry meters;

    @BeforeAll
    static void startEverything() throws Exception {
        engines = Engines.start();
        context = new SpringApplicationBuilder(HubApplication.class).initializers(new HubTestEnvironment(), EnginesDownTest::settings)
                .listeners((ApplicationListener<WebServerInitializedEvent>) EnginesDownTest::portOpened,
                        (ApplicationListener<AvailabilityChangeEvent<?>>) EnginesDownTest::availabilityChanged)
                .run();
    }

    private static void settings(ConfigurableApplicationContext starting) {
        TestPropertyValues.of("server.port=0", "hub.bus.embedded.enabled=false", "hub.bus.brokers=" + engines.brokers(),
                "spring.datasource.url=" + engines.databaseUrl(),
                "spring.datasource.hikari.connection-timeout=500", "hub.ops.gauges-period=500",
                "hub.delivery.outage=3s",
                // Beans of the shared context have these names.
                "spring.jmx.enabled=false", "camel.main.jmx-enabled=false").applyTo(starting);
    }

    private static void portOpened(WebServerInitializedEvent event) {
        URI readiness = URI.create("http://localhost:" + event.getWebServer().getPort() + "/actuator/health/readiness");
        try {
            readinessWhenThePortOpened = HttpClient.newHttpClient().send(HttpRequest.newBuilder(readiness).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            readinessWhenThePortOpened = -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void availabilityChanged(AvailabilityChangeEvent<?> event) {
        if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC && event.getSource() instanceof ConfigurableApplicationContext ready) {
            CamelContext camel = ready.getBean(CamelContext.class);
            notRunningWhenReady = camel.getRoutes().stream().map(route -> route.getRouteId())
                    .filter(id -> !camel.getRouteController().getRouteStatus(id).isStarted()).toList();
        }
    }

    @AfterAll
    static void stopEverything() {
        context.close();
        engines.close();
    }

    @BeforeEach
    void connect() {
        hub = new Hub(context.getEnvironment(), context.getBean(ObjectMapper.class));
        meters = context.getBean(MeterRegistry.class);
        hub.freshSimulators();
        // Gives up after 8 s instead of 16.
        context.getBean("whileDatabaseIsAway", RedeliveryPolicy.class).setMaximumRedeliveries(4);
    }

    @AfterEach
    void bringBack() throws Exception {
        hub.simulators().faults().clear();
        engines.bringBack();
    }

    @Test
    void isReadyOnlyWhenItsRoutesRun() {
        assertThat(readinessWhenThePortOpened).isEqualTo(503);
        assertThat(notRunningWhenReady).isEmpty();
        assertThat(hub.call("GET", "/actuator/health/readiness", null, Map.of()).status()).isEqualTo(200);
    }

    @Test
    void refusesWhileKafkaIsAwayAndLosesNothingItAccepted() throws Exception {
        Map<String, Integer> membersBefore = engines.members();
        List<String> accepted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            accepted.add(hub.sendStripe("payment_intent.succeeded", Map.of()));
        }
        engines.stopKafka();

        List<StripeSample> samples = IntStream.range(0, 6).mapToObj(i -> hub.sample("payment_intent.succeeded", Map.of())).toList();
        List<CompletableFuture<Hub.Answer>> webhooks = samples.stream().map(s -> CompletableFuture.supplyAsync(() -> webhook(s))).toList();
        String event = "away-" + UUID.randomUUID();
        Hub.Answer refused = publish(event);
        webhooks.forEach(answer -> assertAsksToComeBack(answer.join(), "bus-unavailable"));
        assertAsksToComeBack(refused, "bus-unavailable");
        // What needs only the database goes on, and balancers keep the node: its 503 says when to come back.
        assertThat(hub.call("GET", "/api/v1/deliveries", null, Map.of()).status()).isEqualTo(200);
        assertThat(hub.call("GET", "/actuator/health/readiness", null, Map.of()).status()).isEqualTo(200);
        assertThat(hub.call("GET", "/actuator/health", null, Map.of()).status()).isEqualTo(503);

        engines.startKafka();
        for (StripeSample sample : samples) {
            await().atMost(LONG).until(() -> webhook(sample).status() == 200);
            accepted.add(sample.eventId());
        }
        await().atMost(LONG).until(() -> publish(event).status() == 202);
        accepted.add(event);
        for (String id : accepted) {
            await().atMost(LONG).until(() -> settled(id));
        }
        assertThat(hub.simulators().effects().of(MIXPANEL)).as("no effect twice").allMatch(effect -> effect.effects() == 1);
        await("every consumer is back").atMost(LONG).untilAsserted(() -> assertThat(engines.members()).isEqualTo(membersBefore));
        everyRouteWorks();
    }

    @Test
    void acceptsWhileTheDatabaseIsAwayAndWorksItOffAfterwards() throws Exception {
        engines.stopDatabase();

        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of());
        assertThat(webhook(sample).status()).isEqualTo(200);
        String event = "nodb-" + UUID.randomUUID();
        assertThat(publish(event).status()).isEqualTo(202);
        for (String path : List.of("/api/v1/deliveries", "/api/v1/dead-letters", "/api/v1/events/" + event + "/timeline")) {
            assertAsksToComeBack(hub.call("GET", path, null, Map.of()), "store-unavailable");
        }
        assertThat(hub.call("GET", "/actuator/health/readiness", null, Map.of()).status()).as("it can still receive").isEqualTo(200);
        double failed = failures("inbox-map");
        await("mapping gives up once and reads again").atMost(LONG).until(() -> failures("inbox-map") > failed);
        assertThat(hub.effects(MIXPANEL)).isZero();

        engines.startDatabase();
        await().atMost(LONG).until(() -> settled(sample.eventId()));
        await().atMost(LONG).until(() -> settled(event));
        assertThat(hub.simulators().effects().of(MIXPANEL)).allMatch(effect -> effect.effects() == 1);
        assertThat(hub.get("/api/v1/dead-letters?destination=routing").path("items")).isEmpty();
    }

    @Test
    void recordsAnAnswerThatCameWhileTheDatabaseWasAwayForAMoment() throws Exception {
        hub.simulators().faults().set(SLACK, FaultSpec.of(FaultSpec.Kind.HANG).withAfterEffect());
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "20000"));
        await().atMost(LONG).until(() -> hub.simulators().effects().containing(SLACK, "Pago").size() == 1);
        engines.stopDatabase();
        hub.simulators().faults().clear(SLACK);
        engines.startDatabase();

        await().atMost(LONG).until(() -> settled(id));
        hub.deliveryWhen(id, "slack", "delivered");
        assertThat(hub.simulators().effects().containing(SLACK, "Pago")).hasSize(1);
    }

    @Test
    void hasNoEffectTwiceWhenAnAnswerCouldNotBeRecorded() throws Exception {
        hub.simulators().faults().set(SLACK, FaultSpec.of(FaultSpec.Kind.HANG).withAfterEffect());
        hub.simulators().faults().set(MIXPANEL, FaultSpec.of(FaultSpec.Kind.HANG).withAfterEffect());
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "20000"));
        // An alert of what a test before has made fail may come to Slack, too.
        await().atMost(LONG).until(() -> hub.simulators().effects().containing(SLACK, "Pago").size() == 1 && hub.effects(MIXPANEL) == 1);
        hub.deliveryWhen(id, "salesforce", "delivered");
        double slack = failures("slack-deliver");
        double mixpanel = failures("mixpanel-deliver");
        engines.stopDatabase();
        hub.simulators().faults().clear();
        await("both give up recording").atMost(LONG).until(() -> failures("slack-deliver") > slack && failures("mixpanel-deliver") > mixpanel);
        engines.startDatabase();

        // The provider knows the repetition by its id; Slack does not, so a person decides.
        await().atMost(LONG).until(() -> state(id, "mixpanel").equals("delivered"));
        await().atMost(LONG).until(() -> state(id, "slack").equals("dead"));
        assertThat(hub.deadLetter(id, "slack").path("class").asText()).isEqualTo("IN_DOUBT");
        assertThat(hub.simulators().effects().containing(SLACK, "Pago")).singleElement()
                .satisfies(effect -> assertThat(effect.effects()).isEqualTo(1));
        assertThat(hub.simulators().effects().of(MIXPANEL)).singleElement().satisfies(effect -> {
            assertThat(effect.effects()).isEqualTo(1);
            assertThat(effect.requests()).isGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void aDeadLetterThatCannotBeWrittenIsNoSuccess() throws Exception {
        hub.simulators().faults().set(HUBSPOT, FaultSpec.of(FaultSpec.Kind.HANG).withAfterEffect());
        String id = hub.sendStripe("payment_intent.succeeded", Map.of());
        await().atMost(LONG).until(() -> hub.simulators().hanging(HUBSPOT) == 1);
        hub.deliveryWhen(id, "mixpanel", "delivered");
        double before = failures("hubspot-deliver");
        engines.stopDatabase();
        hub.simulators().faults().set(HUBSPOT, FaultSpec.error(400));
        await("the dead letter cannot be written").atMost(LONG).until(() -> failures("hubspot-deliver") > before);

        engines.startDatabase();

        await().atMost(LONG).until(() -> state(id, "hubspot").equals("dead"));
        assertThat(hub.deadLetter(id, "hubspot").path("class").asText()).isEqualTo("PERMANENT");
    }

    // ----

    private void everyRouteWorks() {
        for (String type : context.getBean(BusProperties.class).eventTypes()) {
            Map<String, Object> data = new HashMap<>(Map.of("id", "id-" + type, "email", UUID.randomUUID() + "@example.test", "customerId", "cus_1",
                    "amount", 20000, "currency", "usd", "paymentId", "pi_" + UUID.randomUUID(), "service", "test", "error", "none", "metric", "tokens"));
            data.putAll(Map.of("used", 9, "limit", 10, "plan", "pro", "status", "active", "subject", "Hilfe", "name", "Ada Lovelace"));
            String id = hub.publish(type, data);
            await(type).atMost(LONG).until(() -> settled(id));
        }
    }

    private boolean settled(String id) {
        Hub.Answer answer = hub.call("GET", "/api/v1/events/" + id + "/timeline", null, Map.of());
        if (answer.status() != 200) {
            return false;
        }
        JsonNode events = hub.read(answer.body()).path("events");
        return !events.isEmpty() && events.findValuesAsText("state").stream().allMatch(state -> state.equals("delivered") || state.equals("ignored"));
    }

    private String state(String id, String destination) {
        Hub.Answer answer = hub.call("GET", "/api/v1/deliveries?event=" + id + "&destination=" + destination, null, Map.of());
        return answer.status() == 200 ? hub.read(answer.body()).at("/items/0/state").asText() : "";
    }

    private double failures(String route) {
        return meters.find("camel.exchanges.failed").tag("routeId", route).counters().stream().mapToDouble(counter -> counter.count()).sum();
    }

    private Hub.Answer webhook(StripeSample sample) {
        return hub.call("POST", "/webhooks/stripe", sample.bytes(), Map.of("Content-Type", "application/json",
                "Stripe-Signature", StripeSender.signature("whsec_sandbox", Instant.now().getEpochSecond(), sample.bytes())));
    }

    private Hub.Answer publish(String id) {
        String body = "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/versaai\",\"type\":\"user.login\",\"data\":{\"id\":\"u-1\"}}";
        return hub.call("POST", "/api/v1/events", body.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/cloudevents+json"));
    }

    private void assertAsksToComeBack(Hub.Answer answer, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(hub.read(answer.body()).path("type").asText()).endsWith(slug);
        assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 120);
    }
}
