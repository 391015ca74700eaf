package com.versaai.hub;

import static com.versaai.hub.support.Providers.AMPLITUDE;
import static com.versaai.hub.support.Providers.GA4;
import static com.versaai.hub.support.Providers.HUBSPOT;
import static com.versaai.hub.support.Providers.MIXPANEL;
import static com.versaai.hub.support.Providers.SALESFORCE;
import static com.versaai.hub.support.Providers.SEGMENT;
import static com.versaai.hub.support.Providers.SLACK;
import static com.versaai.hub.support.Providers.STRIPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.stripe.StripeSample;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The way a message takes, from the sender's request to what took effect at the providers. */
@HubTest
class PipelineTest {

    @Autowired
    private Hub hub;

    @BeforeEach
    void freshSimulators() {
        hub.freshSimulators();
    }

    @Test
    void tellsEveryDestinationOfAnImportantPayment() {
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "12345", "currency", "usd"));

        JsonNode timeline = hub.timelineWhen(id, "delivered");

        assertThat(timeline.findValuesAsText("step")).contains("received", "verified", "mapped", "routed", "attempt", "delivered");
        for (SimulatedProvider provider : List.of(SALESFORCE, HUBSPOT, GA4, MIXPANEL, AMPLITUDE, SEGMENT, SLACK)) {
            assertThat(hub.effects(provider)).as(provider.path()).isEqualTo(1);
        }
        assertThat(hub.simulators().effects().of(SLACK).get(0).key()).contains("revenue");
        assertThat(body(SLACK)).contains("💰 Pago importante procesado: $123.45");
    }

    @Test
    void tellsSlackNothingOfASmallPayment() {
        String id = hub.sendStripe("payment_intent.succeeded", Map.of("amount", "10000", "currency", "usd"));

        JsonNode timeline = hub.timelineWhen(id, "delivered");

        assertThat(timeline.findValuesAsText("destination")).contains("salesforce").doesNotContain("slack");
        assertThat(hub.effects(SLACK)).isZero();
    }

    @Test
    void makesALeadOfANewUser() {
        String id = hub.publish("user.registered", Map.of("id", "u-4711", "email", "ada@example.test", "name", "Ada Lovelace", "source", "web"));

        hub.timelineWhen(id, "delivered");

        assertThat(body(SLACK)).contains("🎉 Nuevo usuario registrado: ada@example.test");
        assertThat(body(SALESFORCE)).contains("Lovelace");
        assertThat(body(MIXPANEL)).contains("user_registered");
    }

    @Test
    void givesARepeatedRequestTheSameAnswerAndNoSecondEffect() {
        StripeSample sample = hub.sample("payment_intent.succeeded", Map.of("amount", "20000"));
        assertThat(hub.post(sample).status()).isEqualTo(200);
        hub.timelineWhen(sample.eventId(), "delivered");

        assertThat(hub.post(sample).status()).isEqualTo(200);

        hub.timeline(sample.eventId(), timeline -> timeline.findValuesAsText("step").contains("duplicate"));
        for (SimulatedProvider provider : List.of(SALESFORCE, HUBSPOT, GA4, MIXPANEL, AMPLITUDE, SEGMENT, SLACK)) {
            assertThat(hub.effects(provider)).as("%s: %s", provider, hub.simulators().effects().of(provider)).isEqualTo(1);
        }
    }

    @Test
    void readsTheObjectOfAThinEvent() {
        StripeSample thin = hub.sample("payment_intent.succeeded", StripeSamples.Shape.THIN, Map.of("amount", "777700"));
        assertThat(thin.body()).doesNotContain("amount");
        assertThat(hub.post(thin).status()).isEqualTo(200);

        hub.timelineWhen(thin.eventId(), "delivered");

        assertThat(body(SLACK)).contains("$7,777.00");
    }

    /** Without an end to it the request would hold up those behind it, and Stripe be asked every second for ever. */
    @ParameterizedTest
    @CsvSource({"404,1", "503,3"})
    void keepsAThinEventWhoseObjectCannotBeRead(int status, int reads) {
        hub.simulators().faults().set(STRIPE, FaultSpec.error(status));
        StripeSample thin = hub.sample("payment_intent.succeeded", StripeSamples.Shape.THIN, Map.of());

        hub.post(thin);

        assertThat(hub.timeline(thin.eventId(), seen -> seen.findValuesAsText("step").contains("failed")).findValuesAsText("detail"))
                .anySatisfy(why -> assertThat(why).contains("object of a thin event could not be read"));
        assertThat(hub.simulators().faults().active().get(STRIPE).hits()).isEqualTo(reads);
    }

    /** What came is not the object: no mapping can make an event of it, so it is read again like after any other failure. */
    @ParameterizedTest
    @CsvSource({"EMPTY,204,nothing came", "EMPTY,200,nothing came", "HTML,200,a web page came"})
    void readsAThinEventsObjectAgainWhenTheAnswerIsSomethingElse(FaultSpec.Kind kind, int status, String why) {
        hub.simulators().faults().set(STRIPE, FaultSpec.of(kind).withStatus(status));
        StripeSample thin = hub.sample("payment_intent.succeeded", StripeSamples.Shape.THIN, Map.of());

        hub.post(thin);

        assertThat(hub.timeline(thin.eventId(), seen -> seen.findValuesAsText("step").contains("failed")).findValuesAsText("detail"))
                .noneMatch(detail -> detail.contains("NullPointerException"))
                .anySatisfy(detail -> assertThat(detail).contains("object of a thin event could not be read", why));
        assertThat(hub.simulators().faults().active().get(STRIPE).hits()).isEqualTo(3);
    }

    private String body(SimulatedProvider provider) {
        return hub.simulators().effects().of(provider).get(0).body();
    }
}
