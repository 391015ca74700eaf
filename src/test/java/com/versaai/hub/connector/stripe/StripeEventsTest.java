package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.event;
import static com.versaai.hub.connector.stripe.Fixtures.stripe;
import static com.versaai.hub.connector.stripe.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.MalformedBodyException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StripeEvents events = new StripeEvents(new PlanSettings(Map.of(), List.of()));

    @Test
    void unknownTypesAreRecognisable() {
        InboundMapping mapping = events.map(event("customer.tax_id.created", "{'id':'txi_1'}"));
        assertThat(mapping.outcome()).isEqualTo(InboundMapping.Outcome.UNKNOWN);
        assertThat(mapping.events()).isEmpty();
        assertThat(mapping.why()).isNotBlank();
        assertThat(events.map(event("charge.succeeded", "{}")).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
    }

    @Test
    void thinEventOfAMappedTypeAsksForItsObjectAndIsMappedWithIt() throws IOException {
        byte[] thin = stripe("thin/v1.payment_intent.succeeded");
        InboundMapping asks = events.map(thin);
        assertThat(asks.outcome()).isEqualTo(InboundMapping.Outcome.NEEDS_OBJECT);
        assertThat(asks.fetch()).isEqualTo("/v1/payment_intents/pi_1HubPaid");
        assertThat(asks.account()).isEqualTo("acct_1HubConnected");
        assertThat(asks.events()).isEmpty();

        JsonNode intent = JSON.readTree(stripe("basil/payment_intent.succeeded")).at("/data/object");
        Event event = events.map(thin, JSON.writeValueAsBytes(intent)).events().get(0);
        assertThat(event.type()).isEqualTo("payment.processed");
        assertThat(event.time()).isEqualTo(Instant.parse("2025-10-09T08:53:20.431Z"));
        assertThat(event.data()).containsEntry("amount", 12345L);
        assertThatThrownBy(() -> events.map(thin, utf8("{\"id\":\"pi_other\",\"amount\":1,\"currency\":\"eur\"}")))
                .isInstanceOf(UnmappableException.class).hasMessageContaining("fetched object.id");
        assertThatThrownBy(() -> events.map(thin, utf8("[]"))).isInstanceOf(UnmappableException.class);
        assertThatThrownBy(() -> events.map(thin, utf8("<html>"))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void otherThinEventsAreAcknowledged() {
        assertThat(events.map(stripe("thin/v1.billing.meter.no_meter_found")).outcome()).isEqualTo(InboundMapping.Outcome.UNKNOWN);
        assertThat(events.map(stripe("thin/v2.core.event_destination.ping")).outcome()).isEqualTo(InboundMapping.Outcome.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test/v1/x", "//evil.test/v1", "/v1/../v1/x", "/v1/a?b=c", "/v1/a#b", "/v3/a", "/v1/", "/v1/@evil", "/v1/a/%2e%2e/b"})
    void aThinEventCannotNameAnotherPlaceToFetchFrom(String url) {
        byte[] thin = utf8(("{'id':'evt_1','object':'v2.core.event','type':'v1.charge.refunded','created':'2025-10-09T08:53:20Z','related_object':{'id':'x','url':'"
                + url + "'}}").replace('\'', '"'));
        assertThatThrownBy(() -> events.map(thin)).isInstanceOf(UnmappableException.class).hasMessageContaining("related_object.url");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'id':'pi_1','currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':'1999','currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':19.5,'currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':1e3,'currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':-1,'currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':9223372036854775808,'currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':true,'currency':'eur'}|data.object.amount_received",
        "{'id':'pi_1','amount_received':1}|data.object.currency",
        "{'id':'pi_1','amount_received':1,'currency':'euro'}|data.object.currency",
        "{'id':'pi_1','amount_received':1,'currency':978}|data.object.currency",
        "{'amount_received':1,'currency':'eur'}|data.object.id",
        "{'id':' ','amount_received':1,'currency':'eur'}|data.object.id",
        "{'id':'pi_1','amount_received':1,'currency':'eur','customer':7}|data.object.customer",
        "{'id':'pi_1','amount_received':1,'currency':'eur','customer':['a@b.test']}|data.object.customer",
        "{'id':'pi_1','amount_received':1,'currency':'eur','customer':{'id':5}}|data.object.customer.id",
        "{'id':'pi_1','amount_received':1,'currency':'eur','metadata':'a@b.test'}|data.object.metadata",
        "{'id':'pi_1','amount_received':1,'currency':'eur','metadata':{'tenant':{}}}|data.object.metadata.tenant",
        "{'id':'ch_1','object':'charge','amount_received':1,'currency':'eur'}|data.object.object",
        "null|data.object", "'pi_1'|data.object", "[]|data.object", "17|data.object"})
    void nonsenseNamesTheFieldAndNeverTheValue(String object, String field) {
        assertThatThrownBy(() -> events.map(event("payment_intent.succeeded", object)))
                .isInstanceOfSatisfying(UnmappableException.class, e -> {
                    assertThat(e.field()).isEqualTo(field);
                    assertThat(e.eventId()).isEqualTo("evt_1");
                    assertThat(e.type()).isEqualTo("payment_intent.succeeded");
                    assertThat(e.getMessage()).contains("evt_1", field).doesNotContain("a@b.test");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "5", "null", "{'id':'evt_1'}", "{'type':'a'}", "{'id':'evt_1','type':'a'}", "{'id':1,'type':'a','created':1}",
        "{'id':'evt_1','type':'a','created':'x'}", "{'id':'evt_1','type':'a','created':-5}", "{'id':'evt_1','type':'a','created':999999999999}",
        "{'id':'evt_1','type':'a','created':1,'data':[]}", "{'id':'evt_1','type':'charge.refunded','created':1}",
        "{'id':'evt_1','type':'charge.refunded','created':1,'data':{'object':{'id':'ch_1','currency':'eur','amount_refunded':5},'previous_attributes':{'amount_refunded':6}}}",
        "{'id':'evt_1','type':'charge.refunded','created':1,'data':{'object':{'id':'ch_1','currency':'eur','amount_refunded':5,'refunds':{'data':[5]}}}}",
        "{'id':'evt_1','object':'v2.core.event','type':'a','created':'yesterday'}", "{'id':'evt_1','object':'v2.core.event','type':'a','created':'+999999999-01-01T00:00:00Z'}",
        "{'id':'evt_1','object':'v2.core.event','type':'a','created':5}"})
    void brokenEnvelopesAreMappingErrors(String body) {
        assertThatThrownBy(() -> events.map(utf8(body.replace('\'', '"')))).isInstanceOf(UnmappableException.class);
    }

    @Test
    void deepNestingIsRefusedBeforeATreeIsBuilt() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertThatThrownBy(() -> events.map(event("payment_intent.succeeded", "{'x':" + deep + "}"))).isInstanceOf(MalformedBodyException.class);
    }

    @Test
    void layoutDoesNotMatter() throws IOException {
        JsonNode pretty = JSON.readTree(stripe("basil/invoice.payment_succeeded-renewal"));
        assertThat(events.map(JSON.writeValueAsBytes(pretty)).events()).isEqualTo(events.map(stripe("basil/invoice.payment_succeeded-renewal")).events());
    }

    /** Whatever is replaced by whatever: events, or an exception that says where. Never a ClassCastException. */
    @Test
    void anyDamageEndsInAMappingOrAMappingException() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String name : List.of("basil/customer.subscription.updated-upgrade", "before-basil/customer.subscription.updated-upgrade",
                "basil/invoice.payment_failed-expanded-payments", "before-basil/invoice.payment_succeeded-renewal", "basil/charge.refunded-second",
                "before-basil/charge.dispute.created-inquiry-expanded", "basil/payment_intent.succeeded")) {
            for (int round = 0; round < 400; round++) {
                JsonNode tree = JSON.readTree(stripe(name));
                damage(tree, random);
                byte[] body = JSON.writeValueAsBytes(tree);
                try {
                    events.map(body).events().forEach(e -> assertThat(e.data()).isNotEmpty());
                } catch (UnmappableException e) {
                    assertThat(e.field()).as("seed %d", seed).isNotBlank();
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + " " + name, e);
                }
            }
        }
    }

    private static void damage(JsonNode tree, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(tree, objects);
        ObjectNode target = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        target.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(7)) {
            case 0 -> target.remove(name);
            case 1 -> target.putNull(name);
            case 2 -> target.put(name, "x");
            case 3 -> target.put(name, -1);
            case 4 -> target.put(name, 1e300);
            case 5 -> target.putArray(name).add(1);
            default -> target.putObject(name).put("id", 1);
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, into));
        }
    }
}
