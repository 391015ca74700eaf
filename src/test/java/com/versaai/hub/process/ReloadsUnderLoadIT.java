package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
                breakAndMend(hub, hub.home().resolve("routes/events/PaymentEvents.java"));
            }
            traffic.release(WEBHOOKS);

            await("every webhook accepted").atMost(Duration.ofMinutes(1)).until(() -> traffic.accepted().size() == WEBHOOKS);
            assertThat(traffic.refusals()).as("webhooks that were refused or cut off").isEmpty();
            Reconciliation books = new Reconciliation(hub, simulators.effects());
            books.awaitSettled(traffic.accepted());
            books.assertEffectsOnce(traffic.webhooks());
            assertThat(books.deadLetters()).isEmpty();
            assertThat(hub.logLines()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
        }
    }

    /** A remark at the end changes the text and not what it does. */
    private static void edit(Path file, int number) throws IOException {
        write(file, Files.readString(file) + (file.toString().endsWith(".java") ? "// " : "# ") + number + '\n');
    }

    private static void breakAndMend(HubProcess hub, Path file) throws Exception {
        String good = Files.readString(file);
        write(file, good.replace("configure() {", "configure() { nonsense"));
        await("problem").atMost(SOON).until(() -> hub.get("/api/v1/routes/problems").path("problems").size() == 1);
        assertThat(hub.get("/api/v1/routes/problems").path("problems").get(0).path("line").asInt()).isPositive();
        write(file, good);
        await("mended").atMost(SOON).until(() -> hub.get("/api/v1/routes/problems").path("problems").isEmpty());
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("." + file.getFileName()), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long reloads(HubProcess hub) {
        return hub.logLines().stream().filter(line -> line.contains(" Reloaded ")).count();
    }
}
