package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the manifests as they are shipped. */
class AgesTest {

    private final Records records = new Records();
    private final Ages ages = new Ages(records.destinations, records.store, records.clock);

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    private Exchange aged(String destination, Duration age) {
        Delivery of = records.delivery(destination, "e1", 0);
        Instant happened = records.clock.instant().minus(age);
        return records.exchange(new Delivery(of.id(), destination, of.action(), of.eventId(), of.eventType(), of.subject(), happened, null, null, null, 0,
                of.key(), null, of.payload()));
    }

    @Test
    void whatGoogleWouldDropWithoutAWordIsNotSentToIt() {
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> ages.refuseTooOld(aged("ga4", Duration.ofHours(72).plusSeconds(1))));
        assertThat(refused.fault()).extracting("faultClass", "code", "status").containsExactly(FaultClass.PERMANENT, "too_old", null);
        assertThat(refused.fault().message()).contains("takes none older than 72 h");
        assertThatCode(() -> ages.refuseTooOld(aged("ga4", Duration.ofHours(72)))).doesNotThrowAnyException();
        assertThatCode(() -> ages.refuseTooOld(aged("ga4", Duration.ofMinutes(-5)))).doesNotThrowAnyException();
    }

    @Test
    void othersTakeWhatIsOld() {
        for (String destination : new String[] {"mixpanel", "amplitude", "segment", "slack", "salesforce", "hubspot"}) {
            assertThatCode(() -> ages.refuseTooOld(aged(destination, Duration.ofDays(400)))).as(destination).doesNotThrowAnyException();
        }
    }

    /** Parked or a dead letter: it grows older meanwhile. */
    @Test
    void theTimeOfTheCallCounts() {
        Exchange exchange = aged("ga4", Duration.ofHours(71));
        ages.refuseTooOld(exchange);
        records.clock.forward(Duration.ofHours(2));
        assertThat(catchThrowableOfType(ProviderException.class, () -> ages.refuseTooOld(exchange)).fault().code()).isEqualTo("too_old");
    }

    @Test
    void itBecomesADeadLetterThatSaysSo() throws Exception {
        Exchange exchange = aged("ga4", Duration.ofDays(4));
        DeliveryPass.of(exchange).start(records.clock.instant());
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> ages.refuseTooOld(exchange));
        assertThat(records.failure(exchange, refused)).isInstanceOf(DeliveryFailedException.class);
        assertThat(records.outcomes.exhausted(exchange)).isTrue();
        records.outcomes.deadLetter(exchange);
        assertThat(records.deliveries.attempts("e1/ga4/lead").toString()).contains("too_old");
    }

    /** A call without a clear answer, recorded and parked; what the next round's pass finds. */
    private Exchange unclear(String destination, int round) throws Exception {
        Delivery delivery = records.delivery(destination, "e1", round);
        Exchange first = records.found(delivery);
        ages.refuseTooOld(first);
        records.failure(first, new SocketTimeoutException("no answer"));
        assertThat(DeliveryPass.of(first).fault().faultClass()).isEqualTo(FaultClass.TRANSIENT);
        records.outcomes.park(first);
        return records.found(delivery.inRound(round + 1));
    }

    private ProviderException refused(Exchange exchange) {
        return catchThrowableOfType(ProviderException.class, () -> ages.refuseTooOld(exchange));
    }

    /** Segment keeps a day of ids, Amplitude a week: what may have arrived before that would count twice. */
    @Test
    void whatTheProviderHasForgottenIsNotRepeated() throws Exception {
        Map<String, Duration> remembered = Map.of("segment", Duration.ofHours(24), "amplitude", Duration.ofDays(7));
        for (Map.Entry<String, Duration> one : remembered.entrySet()) {
            Exchange again = unclear(one.getKey(), 0);
            records.clock.forward(one.getValue().minusSeconds(1));
            assertThat(refused(again)).as("just in time").isNull();
            records.clock.forward(Duration.ofSeconds(1));
            ProviderException refused = refused(again);
            assertThat(refused.fault()).extracting("faultClass", "code").containsExactly(FaultClass.IN_DOUBT, "too_late_to_repeat");

            records.failure(again, refused);
            assertThat(DeliveryPass.of(again).fault().faultClass()).as("not made harmless again").isEqualTo(FaultClass.IN_DOUBT);
            assertThat(records.outcomes.exhausted(again)).as("a dead letter").isTrue();
            records.outcomes.deadLetter(again);
            assertThat(records.deliveries.attempts("e1/" + one.getKey() + "/lead").toString()).contains("may have arrived", "Look there");
        }
    }

    /** Who replays a letter that says so has looked; from then on the provider remembers anew. */
    @Test
    void aReplayOfSuchALetterIsSent() throws Exception {
        Exchange again = unclear("segment", 0);
        records.clock.forward(Duration.ofDays(3));
        records.failure(again, refused(again));
        records.outcomes.deadLetter(again);
        Exchange replayed = unclear("segment", 1);
        assertThat(refused(replayed)).as("a day from that attempt").isNull();
        records.clock.forward(Duration.ofDays(2));
        assertThat(refused(replayed).fault().code()).isEqualTo("too_late_to_repeat");
    }

    @Test
    void clearRefusalsMayBeRepeatedForEver() throws Exception {
        Delivery delivery = records.delivery("segment", "e1", 0);
        Exchange first = records.found(delivery);
        records.fail(first, FaultClass.TRANSIENT);
        records.outcomes.park(first);
        records.clock.forward(Duration.ofDays(30));
        assertThat(refused(records.found(delivery.inRound(1)))).isNull();
    }

    @Test
    void whoRemembersForEverIsAskedAgain() throws Exception {
        for (String destination : new String[] {"mixpanel", "salesforce", "hubspot"}) {
            Exchange again = unclear(destination, 0);
            records.clock.forward(Duration.ofDays(400));
            assertThat(refused(again)).as(destination).isNull();
        }
    }

    /** No call comes before the question. */
    @Test
    void everyCallIsAskedAbout() throws Exception {
        String template = Files.readString(Path.of("routes/delivery/DeliveryTemplate.java"));
        assertThat(template.replaceAll("\\s+", "")).contains(".bean(\"ages\",\"refuseTooOld\").to(\"{{call}}\")");
        assertThat(template.split("\\{\\{call}}", -1)).hasSize(2);
    }
}
