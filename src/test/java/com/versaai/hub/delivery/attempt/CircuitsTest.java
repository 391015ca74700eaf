package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.engine.Stopping;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CircuitsTest {

    private final Records records = new Records();
    private final Stopping stopping = new Stopping();
    private final Circuits circuits = new Circuits(records.destinations, records.meters, stopping);
    private final CircuitBreaker breaker = circuits.breakers().get("slack");

    @AfterEach
    void close() throws InterruptedException {
        stopping.begin();
        records.close();
    }

    @Test
    void countsWhatTheDestinationIsToBlameFor() {
        fails(new ProviderException("slack", Records.fault(FaultClass.TRANSIENT)), new ProviderException("slack", Records.fault(FaultClass.RATE_LIMITED)),
                new SocketTimeoutException("read"), new ConnectException("refused"));
        assertThat(circuits.state("slack")).isEqualTo("closed");

        fails(new ProviderException("slack", Records.fault(FaultClass.IN_DOUBT)));

        assertThat(circuits.state("slack")).isEqualTo("open");
        assertThat(circuits.state("hubspot")).isEqualTo("closed");
        assertThat(gauge()).isEqualTo(2);
    }

    @Test
    void takesARefusalForASignOfLife() {
        for (int i = 0; i < 20; i++) {
            fails(new ProviderException("slack", Records.fault(FaultClass.PERMANENT)));
        }

        assertThat(circuits.state("slack")).isEqualTo("closed");
    }

    @Test
    void opensForSlowCalls() {
        for (int i = 0; i < 5; i++) {
            breaker.onSuccess(11, TimeUnit.SECONDS);
        }

        assertThat(circuits.state("slack")).isEqualTo("open");
    }

    @Test
    void closesAfterThreeGoodProbes() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        assertThat(gauge()).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.tryAcquirePermission()).isTrue();
            breaker.onSuccess(1, TimeUnit.MILLISECONDS);
        }

        assertThat(circuits.state("slack")).isEqualTo("closed");
        assertThat(gauge()).isZero();
    }

    @Test
    void holdsDeliveriesAtTheGateUntilItOpens() throws Exception {
        breaker.transitionToOpenState();
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        CompletableFuture<Void> through = CompletableFuture.runAsync(() -> gate(exchange));
        assertThat(through).isNotDone();

        breaker.transitionToClosedState();

        assertThat(through).succeedsWithin(java.time.Duration.ofSeconds(30));
    }

    @Test
    void sendsThemBackToTheQueueWhenTheHubStops() {
        breaker.transitionToOpenState();
        Exchange exchange = records.found(records.delivery("slack", "e1", 0));
        stopping.begin();

        assertThatThrownBy(() -> circuits.gate(exchange)).isInstanceOf(DestinationPausedException.class);
    }

    /** A connector that is dropped in while the hub runs: its destination's health is told like that of those before it. */
    @Test
    void tellsOfDestinationsThatComeLater(@TempDir Path folder) throws Exception {
        Manifests manifests = new Manifests(folder);
        manifests.refresh();
        DeliveryProperties none = Records.settings(Records.settings().defaults(), Map.of());
        Circuits live = new Circuits(new Destinations(none, manifests, topics -> { }, property -> true), records.meters, stopping);
        List<String> told = new CopyOnWriteArrayList<>();
        try (CircuitEvents events = new CircuitEvents(live, event -> told.add(event.type() + ' ' + event.subject()), records.clock)) {
            Files.writeString(Files.createDirectories(folder.resolve("pager")).resolve("connector.yaml"), """
                    title: Pager
                    kind: chat
                    kamelet: pager-message-sink
                    destinations:
                      pager: {}
                    """);
            manifests.refresh();

            live.breakers().get("pager").transitionToOpenState();

            await().untilAsserted(() -> assertThat(told).containsExactly("system.health.degraded pager"));
        }
    }

    private void gate(Exchange exchange) {
        try {
            circuits.gate(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fails(Exception... failures) {
        for (Exception failure : failures) {
            breaker.onError(1, TimeUnit.MILLISECONDS, records.failure(records.found(records.delivery("slack", "e1", 0)), failure));
        }
    }

    private double gauge() {
        return records.meters.get("hub.circuit.state").tag("destination", "slack").gauge().value();
    }
}
