package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGKILL at any moment: what got a 2xx has its effects, once per destination. The real packaged process, its embedded Kafka
 * and its H2 are killed under load and while they start, and started again on the same data.
 */
class SurvivesKillIT {

    /** Every other kill comes while the hub works, the others while it still starts. */
    private static final int KILLS = 10;
    /** A burst is more than the hub is through with before it is killed; what is left makes the end longer and nothing harder. */
    private static final int WEBHOOKS = 1200;
    /** Slack and GA4 cannot tell a repetition from a new message, and each has so many deliveries under way at most. */
    private static final int IN_DOUBT_PER_KILL = 2 * 4;

    private final long seed = Long.getLong("hub.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    @Timeout(600)
    void everythingAcceptedHasItsEffectsOnce() throws Exception {
        System.out.println("SurvivesKillIT: -Dhub.test.seed=" + seed);
        try (Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withJournalEntries(0).withoutRateLimits()).start();
                HubProcess hub = HubProcess.against(simulators, "survives-kill", "--hub.delivery.lease=20s");
                StripeTraffic traffic = new StripeTraffic(WEBHOOKS, random, () -> hub.uri("/webhooks/stripe"))) {
            killAgainAndAgain(hub, traffic);
            hub.start().awaitReady();
            traffic.release(WEBHOOKS);
            await("every webhook accepted").atMost(Duration.ofMinutes(2)).until(() -> traffic.accepted().size() == WEBHOOKS);

            Reconciliation books = new Reconciliation(hub, simulators.effects());
            books.awaitSettled(traffic.accepted());
            System.out.printf("SurvivesKillIT: %d webhooks, %d sent again, %d delivered, %d parked, %d dead, ready after %d s of the last start%n",
                    WEBHOOKS, traffic.refusals().size(), books.in("delivered").size(), books.in("parked").size(), books.in("dead").size(),
                    hub.sinceStart().toSeconds());
            books.assertEffectsOnce(traffic.webhooks());
            assertOnlyDoubtsAreDead(books.deadLetters());
            assertThat(ForeignWarnings.in(hub.logLines())).as("said by libraries, after kills").isEmpty();
        }
    }

    private void killAgainAndAgain(HubProcess hub, StripeTraffic traffic) throws Exception {
        Duration start = Duration.ofSeconds(5);
        for (int kill = 0; kill < KILLS; kill++) {
            hub.start();
            if (kill % 2 == 0) {
                hub.awaitReady();
                start = hub.sinceStart();
                traffic.release(WEBHOOKS * 2 / KILLS);
                hub.letRun(Duration.ofMillis(random.nextInt(200, 3000)));
            } else {
                hub.letRun(Duration.ofMillis(random.nextLong(start.toMillis())));
            }
            hub.kill();
        }
    }

    private static void assertOnlyDoubtsAreDead(List<JsonNode> letters) {
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.path("class").asText()).isEqualTo("IN_DOUBT");
            assertThat(letter.path("destination").asText()).isIn("slack", "slack-alerts", "ga4");
        });
        assertThat(letters).as("dead letters in doubt").hasSizeLessThanOrEqualTo(KILLS * IN_DOUBT_PER_KILL);
    }
}
