package com.versaai.hub.process;

import static com.versaai.hub.support.Providers.GA4;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SLACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.process.StripeTraffic.Webhook;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGTERM under load, with a queue that waits: what got a 2xx is delivered or waits in Kafka for the next start, nothing is left in
 * doubt, and the log of a stop holds nothing that looks like a failure. One provider takes its time, another lets the hub wait
 * for its rate, a third fails and is tried again: none holds up the stop.
 */
class StopsCleanlyIT {

    private static final int WEBHOOKS = 800;
    private static final int STOPS = 1;
    private static final FaultSpec SLOW = FaultSpec.of(FaultSpec.Kind.SLOW).withLatencyMs(1500);

    private final long seed = Long.getLong("hub.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    @Timeout(300)
    void everythingAcceptedIsDeliveredBeforeOrAfter() throws Exception {
        System.out.println("StopsCleanlyIT: -Dhub.test.seed=" + seed);
        try (Simulators simulators = new Simulators(SimulatorSettings.onPort(0).withJournalEntries(0).withoutRateLimits()).start();
                HubProcess hub = HubProcess.against(simulators, "stops-cleanly");
                StripeTraffic traffic = new StripeTraffic(WEBHOOKS, random, () -> hub.uri("/webhooks/stripe"))) {
            for (int i = 0; i < STOPS; i++) {
                simulators.faults().set(SLACK, SLOW);
                simulators.faults().set(SALESFORCE, SLOW);
                // Answered, and waiting for the next attempt in place: no reason for doubt.
                simulators.faults().set(GA4, FaultSpec.error(500));
                hub.start("--hub.delivery.destinations.mixpanel.policy.rate.permits=1", "--hub.delivery.destinations.mixpanel.policy.rate.per=1s").awaitReady();
                traffic.release(WEBHOOKS / STOPS);
                hub.letRun(Duration.ofMillis(random.nextInt(3000, 6000)));
                long asked = System.nanoTime();
                assertThat(hub.stop()).as("exit code").isEqualTo(HubProcess.TERMINATED);
                System.out.printf("StopsCleanlyIT: stopped in %d ms%n", Duration.ofNanos(System.nanoTime() - asked).toMillis());
                simulators.faults().clear();
            }
            Set<Webhook> acceptedBefore = Set.copyOf(traffic.accepted());
            assertThat(acceptedBefore).as("stopped under load").isNotEmpty();

            hub.start().awaitReady();
            await("every webhook accepted").atMost(Duration.ofMinutes(1)).until(() -> traffic.accepted().size() == WEBHOOKS);
            Reconciliation books = new Reconciliation(hub, simulators.effects());
            books.awaitSettled(traffic.accepted());
            System.out.printf("StopsCleanlyIT: %d accepted before the last stop, %d sent again, %d delivered, %d parked, %d dead%n",
                    acceptedBefore.size(), traffic.refusals().size(), books.in("delivered").size(), books.in("parked").size(), books.in("dead").size());
            books.assertEffectsOnce(traffic.webhooks());
            assertThat(books.deadLetters()).as("a stop leaves nothing in doubt").isEmpty();
            assertThat(hub.stop()).isEqualTo(HubProcess.TERMINATED);
            assertThat(hub.logLines()).noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat ") || line.contains("Exception"));
            assertThat(ForeignWarnings.in(hub.logLines())).isEmpty();
        }
    }
}
