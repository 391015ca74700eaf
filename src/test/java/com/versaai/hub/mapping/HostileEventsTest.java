package com.versaai.hub.mapping;

import static com.versaai.hub.mapping.Fixtures.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.Senders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every mapping file with every event, whole, bare and filled with what no sender should send. */
class HostileEventsTest {

    private static final Mappings MAPPINGS = Fixtures.mappings("hub.alerts.mail-to[0]", "ops@versaai.example", "hub.crm.custom-fields", "true",
            "hub.crm.multi-currency", "true");
    private static final List<Object> POISON = new ArrayList<>(List.of("<!channel>", "<@U1|x>", "x".repeat(10_000), "😀".repeat(3_000), "\ud800", "a\u0000b",
            "‮gnp.exe", "שלום עולם", "", " \n\t", "null", "${jndi:ldap://x}", "{{secret}}", "=cmd|' /C calc'!A0", -1, 0, 1e308, Double.NaN,
            Double.NEGATIVE_INFINITY, Long.MIN_VALUE, "1e999999999", true, Map.of("a", Map.of("b", List.of(1))), List.of("x", 1), List.of(), Map.of()));

    static {
        POISON.add(null);
    }

    private record File(String destination, String action) {
    }

    private static List<File> files() throws IOException {
        try (Stream<Path> found = Files.walk(Path.of("routes/connectors"), 2)) {
            // Beside them lie the manifests, and what maps the other way.
            return found.filter(p -> p.getNameCount() == 4 && p.toString().endsWith(".jq") && !Senders.mapsRequests(p)).map(p -> new File(p.getName(2).toString(), p.getName(3).toString().replace(".jq", ""))).toList();
        }
    }

    private static List<String> events() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("src/test/resources/fixtures/events"))) {
            return found.map(p -> p.getFileName().toString().replace(".json", "")).sorted().toList();
        }
    }

    private static void check(File file, Event event) {
        Optional<Mapped> mapped = MAPPINGS.map(file.destination, file.action, event);
        assertThat(MAPPINGS.map(file.destination, file.action, event)).as("a replay is the same").isEqualTo(mapped);
        if (mapped.isEmpty()) {
            return;
        }
        String payload;
        try {
            payload = new String(Fixtures.JSON.writeValueAsBytes(mapped.get().payload()), java.nio.charset.StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new AssertionError(file + " made what can't be written", e);
        }
        assertThat(payload).as("%s of %s", file, event.type()).doesNotContain("NaN", "Infinity", "\\u0000", "\ufffd\ufffd");
        if (file.destination.startsWith("slack")) {
            assertThat(mapped.get().payload().path("text").asText()).doesNotContain("<!channel> &", "<@")
                    // The product's own message may be as long as Slack takes; what the hub words itself is short.
                    .hasSizeLessThan(file.action.equals("message") ? 40_000 : 2_500);
        }
        if (file.destination.equals("ga4")) {
            mapped.get().payload().at("/events/0/params").forEach(value ->
                    assertThat(value.isTextual() ? value.asText().length() : 0).isLessThanOrEqualTo(100));
            assertThat(mapped.get().payload().at("/events/0/name").asText()).matches("[A-Za-z][A-Za-z0-9_]{0,39}");
        }
        if (file.destination.equals("segment")) {
            assertThat(payload.length()).isLessThan(32_000);
        }
    }

    @Test
    void everyFileTakesEveryEventWholeAndBare() throws IOException {
        for (File file : files()) {
            for (String name : events()) {
                Event whole = event(name);
                check(file, whole);
                check(file, Fixtures.with(whole, whole.type(), whole.subject(), whole.time(), null));
                check(file, Fixtures.with(whole, whole.type(), null, whole.time(), Map.of()));
                for (String field : whole.data().keySet()) {
                    check(file, event(name, field, null));
                }
            }
        }
    }

    @Test
    void everyFileTakesPoisonInEveryField() throws IOException {
        for (File file : files()) {
            for (String name : events()) {
                for (String field : event(name).data().keySet()) {
                    for (Object poison : POISON) {
                        check(file, event(name, field, poison));
                    }
                }
            }
        }
    }

    @Test
    void everyFileTakesRandomMixtures() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<File> files = files();
        List<String> events = events();
        for (int i = 0; i < 3_000; i++) {
            Event event = event(events.get(random.nextInt(events.size())));
            Map<String, Object> data = new HashMap<>(event.data());
            data.replaceAll((field, value) -> random.nextBoolean() ? value : POISON.get(random.nextInt(POISON.size())));
            String subject = random.nextInt(4) == 0 ? "<!channel>" : event.subject();
            Instant time = random.nextInt(8) == 0 ? Instant.ofEpochSecond(random.nextInt()) : event.time();
            check(files.get(random.nextInt(files.size())), Fixtures.with(event, event.type(), subject, time, data));
        }
    }
}
