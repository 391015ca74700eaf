package com.versaai.hub.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.alert.AlertLedger.Due;
import com.versaai.hub.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of many events alike, on each database the hub runs on. */
abstract class AlertGroupsContract extends AlertCase {

    @Test
    void tellsTheFirstAtOnceAndTheOthersAsANumber() {
        fail("salesforce", "permanent", "INVALID_FIELD", 1);
        assertThat(told()).singleElement().satisfies(alert -> {
            assertThat(alert.path("count").asInt()).isEqualTo(1);
            assertThat(alert.path("deliveryId").asText()).isEqualTo("event-1/salesforce/lead");
            assertThat(alert.path("attempts").asInt()).isEqualTo(3);
        });

        fail("salesforce", "permanent", "INVALID_FIELD", 1999);
        assertThat(told()).isEmpty();
        clock.forward(WINDOW.minusSeconds(1));
        assertThat(told()).isEmpty();
        clock.forward(Duration.ofSeconds(1));

        assertThat(told()).singleElement().satisfies(alert -> {
            assertThat(alert.path("count").asInt()).isEqualTo(1999);
            assertThat(alert.path("period").asText()).isEqualTo("5 min");
            assertThat(alert.path("class").asText()).isEqualTo("permanent");
            assertThat(alert.path("error").asText()).isEqualTo("INVALID_FIELD");
            assertThat(alert.path("link").asText())
                    .isEqualTo("https://hub.example.test/catalog/letters?destination=salesforce&class=permanent&code=INVALID_FIELD");
        });
    }

    @Test
    void goesOnCountingWhileTheyComeAndEndsWithSilence() {
        fail("salesforce", "permanent", "X", 1);
        assertThat(told()).hasSize(1);
        for (int window = 0; window < 3; window++) {
            fail("salesforce", "permanent", "X", 7);
            assertThat(told()).isEmpty();
            clock.forward(WINDOW);
            assertThat(told()).singleElement().satisfies(alert -> assertThat(alert.path("count").asInt()).isEqualTo(7));
        }
        clock.forward(WINDOW);
        assertThat(told()).isEmpty();
        assertThat(rows("alert_group")).isZero();

        fail("salesforce", "permanent", "X", 1);
        assertThat(told()).as("a new group").singleElement().satisfies(alert -> assertThat(alert.has("period")).isFalse());
    }

    @Test
    void keepsServicesClassesAndCodesApart() {
        fail("salesforce", "permanent", "X", 2);
        fail("salesforce", "permanent", "Y", 2);
        fail("salesforce", "in_doubt", "X", 2);
        fail("hubspot", "permanent", "X", 2);

        assertThat(told()).hasSize(4);
    }

    /** A code may hold an id: as many groups as there are letters would be an alert for each again. */
    @Test
    void boundsTheGroupsOfAServiceAndOfAll() {
        for (int i = 0; i < 500; i++) {
            fail("salesforce", "permanent", "no object " + i, 1);
        }
        List<JsonNode> first = told();
        assertThat(first).hasSize(11);
        assertThat(first).filteredOn(alert -> alert.path("others").asBoolean()).singleElement()
                .satisfies(alert -> assertThat(alert.path("link").asText()).endsWith("/catalog/letters?destination=salesforce"));
        clock.forward(WINDOW);
        assertThat(told()).singleElement().satisfies(alert -> assertThat(alert.path("count").asInt()).isEqualTo(489));

        AlertGroups small = node(10, 20);
        for (int i = 0; i < 500; i++) {
            fail("service " + i, "permanent", "X", 1);
        }
        assertThat(told(small)).hasSizeLessThanOrEqualTo(21);
        assertThat(rows("alert_group")).isLessThanOrEqualTo(21);
    }

    @Test
    void countsTheSameEventOnce() {
        Event event = failed("event-1", "salesforce", "permanent", "X");
        for (int i = 0; i < 3; i++) {
            commits.commit(List.of(AlertNotices.write(Notice.of(event, clock.instant()))));
            told();
            clock.forward(Duration.ofMinutes(1));
        }
        clock.forward(WINDOW);

        assertThat(told()).as("one event, told at once").isEmpty();
    }

    @Test
    void doesNotKeepWhatItHasCounted() {
        fail("salesforce", "permanent", "X", 100);
        told();
        assertThat(rows("alert_notice")).isEqualTo(100);
        clock.forward(Duration.ofMinutes(20));
        told();

        assertThat(rows("alert_notice")).isZero();
        clock.forward(WINDOW);
        told();
        assertThat(rows("alert_group") + rows("alert_due")).isZero();
    }

    @Test
    void tellsBothStatesOfAServiceAtOnce() {
        health("amplitude", "system.health.degraded", "circuit open");
        assertThat(kinds(told())).containsExactly("degraded");
        clock.forward(Duration.ofSeconds(40));
        health("amplitude", "system.health.recovered", "circuit closed");
        assertThat(kinds(told())).containsExactly("recovered");
        clock.forward(WINDOW);

        assertThat(told()).isEmpty();
    }

    /** A model that is gone is told though another of its provider was, just before; no recovery follows. */
    @Test
    void keepsPartsOfAServiceApart() {
        for (String model : List.of("a", "b", "a")) {
            note(Event.own("system.health.degraded", "groq", clock.instant(), Map.of("service", "groq", "part", model, "error", "model_not_found: " + model)));
        }
        assertThat(told()).extracting(alert -> alert.path("error").asText()).containsExactly("model_not_found: a", "model_not_found: b");
    }

    @Test
    void saysOfAFlappingServiceHowOftenAndHowItIsNow() {
        List<JsonNode> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            health("amplitude", i % 2 == 0 ? "system.health.degraded" : "system.health.recovered", i % 2 == 0 ? "circuit open" : "circuit closed");
            all.addAll(told());
            clock.forward(Duration.ofSeconds(30));
        }
        clock.forward(WINDOW);
        all.addAll(told());

        assertThat(all.size()).as("30 minutes of 60 changes").isLessThanOrEqualTo(18);
        assertThat(all.get(all.size() - 1).path("kind").asText()).isEqualTo("recovered");
        assertThat(all).filteredOn(alert -> alert.has("period")).isNotEmpty().anySatisfy(alert -> assertThat(alert.path("count").asInt()).isGreaterThan(5));
        clock.forward(WINDOW);
        assertThat(told()).isEmpty();
    }

    /** The two types are two topics: who opened and closed a circuit may be read in the other order. */
    @Test
    void believesTheLaterOfTwoEventsHoweverTheyArrive() {
        Event degraded = health("system.health.degraded", "circuit open");
        clock.forward(Duration.ofSeconds(1));
        Event recovered = health("system.health.recovered", "circuit closed");
        note(recovered);
        assertThat(kinds(told())).containsExactly("recovered");
        note(degraded);
        assertThat(told()).isEmpty();
        clock.forward(WINDOW);

        assertThat(kinds(told())).containsExactly("recovered");
    }

    /** Killed before it could publish, or before it could strike off what it had published. */
    @Test
    void saysItAgainAfterAKillUnderTheSameId() {
        fail("salesforce", "permanent", "X", 5);
        List<Due> first = groups.due();
        AlertGroups other = node(10, 100);
        assertThat(other.due()).as("leased").isEmpty();
        clock.forward(Duration.ofSeconds(31));

        List<Due> again = other.due();

        assertThat(again).isEqualTo(first).hasSize(1);
        other.told(again.get(0));
        clock.forward(Duration.ofSeconds(31));
        assertThat(groups.due()).isEmpty();
    }

    @Test
    void manyNodesTellAsOne() throws Exception {
        List<AlertGroups> nodes = IntStream.range(0, 3).mapToObj(i -> node(10, 100)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        CountDownLatch written = new CountDownLatch(3);
        List<JsonNode> all = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> work = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int writer = i;
            work.add(threads.submit(() -> {
                for (int n = 0; n < 200; n++) {
                    commits.commit(List.of(AlertNotices.write(Notice.of(failed(writer + "-" + n, "salesforce", "permanent", "X"), clock.instant()))));
                }
                written.countDown();
            }));
            work.add(threads.submit(() -> {
                while (written.getCount() > 0) {
                    all.addAll(told(nodes.get(writer)));
                }
            }));
        }
        for (Future<?> one : work) {
            one.get();
        }
        threads.shutdown();
        clock.forward(WINDOW);
        nodes.forEach(node -> all.addAll(told(node)));

        assertThat(all).hasSize(2);
        assertThat(all.stream().mapToInt(alert -> alert.path("count").asInt()).sum()).isEqualTo(600);
    }

    @Test
    void takesWhateverACallerSays() {
        Map<String, Object> data = new TreeMap<>(Map.of("service", "a\u0000b\n\u001b[31m" + "x".repeat(5000), "error", List.of(1, Map.of("x", "y")),
                "deliveryId", "d".repeat(5000), "attempts", "many", "class", "c".repeat(500), "severity", Map.of()));
        note(new Event("1.0", "e1", "/versaai", "integration.failed", null, Instant.MAX, "application/json", data, "e1", "e1", "1.0", null, null, null));
        note(new Event("1.0", "e2", "/versaai", "integration.failed", null, Instant.MIN, "application/json", Map.of(), "e2", "e2", "1.0", null, null, null));

        assertThat(told()).hasSize(2).allSatisfy(alert -> assertThat(alert.path("service").asText()).isNotBlank().hasSizeLessThan(201).doesNotContain("\u0000", "\n"));
    }

    @Test
    void tellsTheNumberAWindowLaterThoughTheClockWasSetBack() {
        fail("salesforce", "permanent", "X", 1);
        assertThat(told()).hasSize(1);
        clock.jump(Duration.ofMinutes(-30));
        fail("salesforce", "permanent", "X", 7);
        assertThat(told()).isEmpty();

        clock.forward(WINDOW);

        assertThat(told()).singleElement().satisfies(alert -> assertThat(alert.path("count").asInt()).isEqualTo(7));
    }

    @Test
    void publishesWhatAKilledNodeHadLeasedThoughTheClockWasSetBack() {
        fail("salesforce", "permanent", "X", 1);
        assertThat(groups.due()).hasSize(1);
        clock.jump(Duration.ofMinutes(-30));
        AlertGroups next = node(10, 100);
        assertThat(told(next)).isEmpty();

        clock.forward(Duration.ofSeconds(31));

        assertThat(told(next)).hasSize(1);
    }

    @Test
    void doesNotPublishTwiceWhenTheClockIsSetAhead() {
        fail("salesforce", "permanent", "X", 1);
        assertThat(groups.due()).hasSize(1);

        clock.jump(Duration.ofMinutes(4));

        assertThat(groups.due()).isEmpty();
    }
}
