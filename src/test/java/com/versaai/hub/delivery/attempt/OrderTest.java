package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import com.versaai.hub.support.LateUpdates;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What one subject does arrives in the order in which it was accepted. */
@HubTest
class OrderTest {

    private static final int SUBJECTS = 8;
    private static final int EACH = 25;
    private static final int UPDATES = 5;

    @Autowired
    private Hub hub;
    @Autowired
    private Circuits circuits;

    @Test
    void holdsPerSubjectUnderLoad() throws Exception {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        ExecutorService threads = Executors.newFixedThreadPool(SUBJECTS);
        Map<String, Future<List<String>>> sent = new java.util.LinkedHashMap<>();
        for (int i = 0; i < SUBJECTS; i++) {
            String subject = "u-" + UUID.randomUUID();
            Callable<List<String>> sender = () -> {
                List<String> ids = new ArrayList<>();
                for (int n = 0; n < EACH; n++) {
                    ids.add(publish(subject));
                }
                return ids;
            };
            sent.put(subject, threads.submit(sender));
        }
        for (Map.Entry<String, Future<List<String>>> one : sent.entrySet()) {
            List<String> ids = one.getValue().get(60, TimeUnit.SECONDS);
            ids.forEach(id -> hub.deliveryWhen(id, "mixpanel", "delivered"));

            List<String> arrived = hub.simulators().effects().containing(MIXPANEL, one.getKey()).stream()
                    .map(effect -> hub.read(effect.body()).findValue("hub_event_id").asText()).toList();

            assertThat(arrived).isEqualTo(ids);
        }
        threads.shutdown();
    }

    /** Each sent after the 2xx of the one before, all in the same second, many customers at once. */
    @Test
    void aCustomersSubscriptionEndsWithItsLastUpdate() throws Exception {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        ExecutorService threads = Executors.newFixedThreadPool(SUBJECTS);
        Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Map<String, Future<List<String>>> sent = new LinkedHashMap<>();
        for (int i = 0; i < SUBJECTS * 3; i++) {
            String subscription = "sub_" + UUID.randomUUID().toString().replace("-", "");
            sent.put(subscription, threads.submit(() -> IntStream.rangeClosed(1, UPDATES)
                    .mapToObj(n -> update(subscription, "customer.subscription.updated", created, created.plus(n, ChronoUnit.DAYS))).toList()));
        }
        for (Map.Entry<String, Future<List<String>>> one : sent.entrySet()) {
            List<String> ids = one.getValue().get(60, TimeUnit.SECONDS);
            ids.forEach(id -> hub.timelineWhen(id, "delivered"));
            Instant last = created.plus(UPDATES, ChronoUnit.DAYS);

            assertThat(state(SALESFORCE, one.getKey()).path("CloseDate").asText()).isEqualTo(LocalDate.ofInstant(last, ZoneOffset.UTC).toString());
            assertThat(state(HUBSPOT, one.getKey()).findValue("closedate").asText()).isEqualTo(Long.toString(last.toEpochMilli()));
        }
        threads.shutdown();
    }

    @Test
    void anUpdateThatComesAfterTheEndDoesNotReviveIt() {
        hub.freshSimulators();
        circuits.breakers().values().forEach(CircuitBreaker::reset);
        LateUpdates.changeNothing(hub, SALESFORCE, HUBSPOT);
    }

    private String update(String subscription, String type, Instant created, Instant periodEnd) {
        return hub.sendStripe(type, Map.of("objectId", subscription, "customer", "cus_" + subscription.substring(4), "created",
                Long.toString(created.getEpochSecond()), "periodEnd", Long.toString(periodEnd.getEpochSecond())));
    }

    private JsonNode state(SimulatedProvider provider, String subscription) {
        return hub.read(hub.simulators().effects().of(provider).stream().filter(effect -> effect.key().contains(subscription)).findFirst().orElseThrow().body());
    }

    private String publish(String subject) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"source\":\"/versaai\",\"type\":\"user.login\",\"subject\":\""
                + subject + "\",\"data\":{\"id\":\"" + subject + "\"}}";
        Hub.Answer answer = hub.call("POST", "/api/v1/events", event.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/cloudevents+json"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return hub.read(answer.body()).path("events").get(0).path("id").asText();
    }
}
