package com.versaai.hub.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryPass;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the manifests as they are shipped. */
class AgesTest {

    private final Records records = new Records();
    private final Ages ages = new Ages(records.destinations, records.clock);

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

    /** No call comes before the question. */
    @Test
    void everyCallIsAskedAbout() throws Exception {
        String template = Files.readString(Path.of("routes/delivery/DeliveryTemplate.java"));
        assertThat(template.replaceAll("\\s+", "")).contains(".bean(\"ages\",\"refuseTooOld\").to(\"{{call}}\")");
        assertThat(template.split("\\{\\{call}}", -1)).hasSize(2);
    }
}
