package com.versaai.hub.delivery.attempt;

import static com.versaai.hub.support.Providers.MIXPANEL;
import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What one subject does arrives in the order in which it was accepted. */
@HubTest
class OrderTest {

    private static final int SUBJECTS = 8;
    private static final int EACH = 25;

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

    private String publish(String subject) {
        String event = "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID() + "\",\"source\":\"/versaai\",\"type\":\"user.login\",\"subject\":\""
                + subject + "\",\"data\":{\"id\":\"" + subject + "\"}}";
        Hub.Answer answer = hub.call("POST", "/api/v1/events", event.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/cloudevents+json"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return hub.read(answer.body()).path("events").get(0).path("id").asText();
    }
}
