package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files are edited while webhooks come in: nobody is refused, nothing is lost, nothing happens twice. */
class ReloadsUnderLoadIT {

    private static final int WEBHOOKS = 1600;
    /** Between two webhooks: every swap has some before its door. */
    private static final Duration BEAT = Duration.ofMillis(8);
    private static final int ROUNDS = 2;
    /** Beside mistakes. */
    private static final int SOME = 300;
    private static final Duration SLOWLY = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> EDITED = List.of("routes/webhooks/Webhooks.java", "routes/api/HubApi.java",
            "routes/webhooks/InboxMap.java", "routes/events/PaymentEvents.java", "routes/delivery/Deliveries.java",
            "kamelets/slack-message-sink.kamelet.yaml", "kamelets/hub-event-source.kamelet.yaml");

    private final long seed = Long.getLong("hub.test.seed", System.nanoTime());

    @Test
    @Timeout(300)
    void nobodyIsRefusedAndNothingIsLost() throws Exception {
        System.out.println("ReloadsUnderLoadIT: -Dhub.test.seed=" + seed);
        try (Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withJournalEntries(0).withoutRateLimits()).start();
                HubProcess hub = HubProcess.against(simulators, "reloads");
                StripeTraffic traffic = new StripeTraffic(WEBHOOKS, new Random(seed), () -> hub.uri("/webhooks/stripe"))) {
            hub.start().awaitReady();
            try (AutoCloseable load = traffic.releaseEvery(BEAT)) {
                for (int i = 0; i < ROUNDS * EDITED.size(); i++) {
                    Path file = hub.home().resolve(EDITED.get(i % EDITED.size()));
                    edit(file, i);
                    int edit = i + 1;
                    await(file + " edited").atMost(SOON).until(() -> reloads(hub) >= edit);
                }
            }
            traffic.release(WEBHOOKS);
            settle(hub, traffic, simulators);
            assertThat(hub.logLines()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
        }
    }

    /** A week of mistakes, each told and each mended, while five events come every second. */
    @Test
    @Timeout(600)
    void noMistakeLosesAnything() throws Exception {
        System.out.println("ReloadsUnderLoadIT: -Dhub.test.seed=" + seed);
        try (Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withJournalEntries(0).withoutRateLimits()).start();
                HubProcess hub = HubProcess.against(simulators, "mistakes");
                StripeTraffic traffic = new StripeTraffic(SOME, new Random(seed), () -> hub.uri("/webhooks/stripe"))) {
            hub.start().awaitReady();
            List<BrokenEdits.Edit> edits = BrokenEdits.of(hub.home());
            assertThat(edits).hasSizeGreaterThanOrEqualTo(35);
            List<String> taken = new ArrayList<>();
            try (AutoCloseable load = traffic.releaseEvery(SLOWLY)) {
                for (BrokenEdits.Edit edit : edits) {
                    if (!isTold(hub, edit)) {
                        taken.add(edit.name());
                    }
                }
            }
            assertThat(taken).as("mistakes that run as if they were none").isEmpty();
            traffic.release(SOME);
            settle(hub, traffic, simulators);
            assertThat(hub.logLines()).noneMatch(line -> line.startsWith("\tat "));
            hub.logLines().stream().filter(line -> line.contains(" Reloaded ")).map(line -> line.replaceFirst(".* Reloaded ", "reloaded ")).forEach(System.out::println);
        }
    }

    private static void settle(HubProcess hub, StripeTraffic traffic, Simulators simulators) throws Exception {
        await("every webhook accepted").atMost(Duration.ofMinutes(1)).until(() -> traffic.accepted().size() == traffic.webhooks().size());
        assertThat(traffic.refusals()).as("webhooks that were refused or cut off").isEmpty();
        Reconciliation books = new Reconciliation(hub, simulators.effects());
        books.awaitSettled(traffic.accepted());
        books.assertEffectsOnce(traffic.webhooks());
        assertThat(books.deadLetters()).isEmpty();
    }

    /** A remark at the end changes the text and not what it does. */
    private static void edit(Path file, int number) throws IOException {
        write(file, Files.readString(file) + (file.toString().endsWith(".java") ? "// " : "# ") + number + '\n');
    }

    /** Saves a mistake, and what was there before. */
    private static boolean isTold(HubProcess hub, BrokenEdits.Edit edit) throws Exception {
        Path file = hub.home().resolve(edit.file());
        byte[] good = Files.exists(file) ? Files.readAllBytes(file) : null;
        long before = reloads(hub);
        write(file, edit.text());
        await(edit.name() + " is seen").atMost(SOON).until(() -> !problems(hub).isEmpty() || reloads(hub) > before);
        JsonNode problems = problems(hub);
        assertThat(problems.findValuesAsText("file")).as(edit.name() + ": " + problems).allSatisfy(named -> assertThat(edit.file()).endsWith(named));
        if (good == null) {
            Files.delete(file);
        } else {
            write(file, good);
        }
        await(edit.name() + " is mended").atMost(SOON).until(() -> problems.isEmpty() ? reloads(hub) > before + 1 : problems(hub).isEmpty());
        return !problems.isEmpty();
    }

    private static JsonNode problems(HubProcess hub) throws Exception {
        return hub.get("/api/v1/routes/problems").path("problems");
    }

    private static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] text) throws IOException {
        Path beside = Files.write(file.resolveSibling("." + file.getFileName()), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long reloads(HubProcess hub) {
        return hub.logLines().stream().filter(line -> line.contains(" Reloaded ")).count();
    }
}
