package com.versaai.hub.connector.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Stripe tells of no customer makes no user: every type that is mapped, in every shape, at every connector that keeps people. */
class NobodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONNECTORS = Path.of("routes/connectors");
    private static final Set<String> MONEY = Set.of("payment.processed", "payment.refunded");
    private static final Set<String> SUBSCRIPTION = Set.of("user.subscription.changed", "subscription.renewed", "trial.started");

    private final Mappings mappings = com.versaai.hub.mapping.Fixtures.mappings("hub.crm.custom-fields", "true");

    static List<String> analytics() {
        return of("analytics");
    }

    static List<String> crm() {
        return of("crm");
    }

    private static List<String> of(String kind) {
        Manifests manifests = new Manifests(CONNECTORS);
        manifests.refresh();
        return manifests.all().values().stream().filter(manifest -> manifest.kind().equals(kind)).map(Manifest::name).toList();
    }

    /** Every sample and every fixture as hub events, with that customer in every place where Stripe names one. */
    private static List<Event> events(String customer) {
        List<byte[]> bodies = new ArrayList<>();
        StripeSamples samples = new StripeSamples(Clock.systemUTC());
        for (String type : StripeSamples.types()) {
            bodies.add(samples.make(type, StripeSamples.Shape.CURRENT, Map.of()).bytes());
            bodies.add(samples.make(type, StripeSamples.Shape.LEGACY, Map.of()).bytes());
        }
        for (String folder : List.of("basil", "before-basil")) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources/fixtures/stripe", folder))) {
                for (Path file : files.sorted().toList()) {
                    bodies.add(Files.readAllBytes(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        StripeEvents stripe = new StripeEvents(new PlanSettings(Map.of(), List.of()));
        List<Event> events = new ArrayList<>();
        bodies.forEach(body -> events.addAll(stripe.map(of(body, customer)).events()));
        assertThat(events.stream().map(Event::type)).as("every type that Stripe's events become").contains("payment.processed", "payment.failed",
                "payment.refunded", "payment.disputed").containsAll(SUBSCRIPTION);
        return events;
    }

    private static byte[] of(byte[] body, String customer) {
        try {
            JsonNode root = JSON.readTree(body);
            root.findParents("customer").forEach(parent -> ((ObjectNode) parent).put("customer", customer));
            root.findParents("customer_account").forEach(parent -> ((ObjectNode) parent).putNull("customer_account"));
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("analytics")
    void aPersonIsTheCustomer(String connector) {
        for (Event event : events("cus_Somebody")) {
            boolean named = event.data().get("customerId") != null; // a dispute whose charge is not expanded names nobody at all
            if (named) {
                String sent = mappings.map(connector, "track", event).orElseThrow().payload().toString();
                assertThat(sent).as(event.type()).contains("\"cus_Somebody\"");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("analytics")
    void nobodyBecomesNoUser(String connector) {
        for (Event event : events(null)) {
            Mappings.Answer answer = mappings.answer(connector, "track", event);
            if (connector.equals("ga4") && MONEY.contains(event.type())) {
                assertThat(answer.mapped().payload().has("user_id")).as(event.type()).isFalse();
            } else {
                assertThat(answer.mapped()).as(event.type() + " of " + event.subject()).isNull();
                assertThat(answer.why()).isEqualTo("it is about nobody: no user, no customer");
            }
        }
    }

    @Test
    void aGuestsRefundIsOfTheVisitorWhoPaid() {
        Set<String> visitors = new TreeSet<>();
        for (Event event : events(null).stream().filter(event -> MONEY.contains(event.type())).toList()) {
            Map<String, Object> data = new HashMap<>(event.data());
            data.put("paymentId", "pi_1Guest");
            Event guest = Event.of("/stripe", event.originid(), event.type(), "pi_1Guest", Instant.EPOCH, data);
            JsonNode payload = mappings.map("ga4", "track", guest).orElseThrow().payload();
            visitors.add(payload.path("client_id").asText());
            assertThat(payload.at("/events/0/params/transaction_id").asText()).isEqualTo("pi_1Guest");
        }
        assertThat(visitors).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("crm")
    void aSubscriptionOfNobodyIsNoDealAndAPaymentNamesNobody(String connector) {
        for (Event event : events(null)) {
            if (SUBSCRIPTION.contains(event.type())) {
                assertThat(mappings.answer(connector, "subscription", event)).as(event.type()).isEqualTo(Mappings.Answer.nothing("it is about nobody: no user, no customer"));
            } else if (event.type().equals("payment.processed")) {
                JsonNode payload = mappings.map(connector, "opportunity", event).orElseThrow().payload();
                assertThat(List.of(payload.has("Hub_Customer__c"), payload.has("hub_customer"))).containsOnly(false);
            }
        }
    }

    /** The same of what other senders say; a subject is a person only where nothing says otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {
        "{'type':'payment.processed','subject':'order-7','data':{'customerId':null,'amount':1,'currency':'eur'}}",
        "{'type':'payment.failed','subject':'order-7','data':{'customerId':'anonymous','amount':1,'currency':'eur'}}",
        "{'type':'payment.disputed','subject':'dp_1','data':{'disputeId':'dp_1','amount':1,'currency':'eur'}}",
        "{'type':'payment.failed','subject':'in_1','data':{'invoiceId':'in_1'}}",
        "{'type':'payment.failed','subject':'17','data':{'paymentId':17}}",
        "{'type':'support.ticket.created','subject':'T-1','data':{'id':'T-1'}}",
        "{'type':'user.login','subject':'delivery-1','data':{}}",
        "{'type':'payment.failed','subject':'delivery-1','data':{}}"})
    void aSubjectThatOnlyKeepsTheOrderIsNobody(String text) throws IOException {
        JsonNode said = JSON.readTree(text.replace('\'', '"'));
        @SuppressWarnings("unchecked")
        Map<String, Object> data = JSON.convertValue(said.get("data"), Map.class);
        Event event = Event.of("/shop", "delivery-1", said.get("type").asText(), said.get("subject").asText(), Instant.EPOCH, data);
        for (String connector : analytics().stream().filter(name -> !name.equals("ga4") || !MONEY.contains(event.type())).collect(Collectors.toSet())) {
            assertThat(mappings.map(connector, "track", event)).as(connector).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'type':'payment.processed','data':{'amount':1,'currency':'eur','paymentId':'pi_1'}}",
        "{'type':'user.login','data':{'id':'u-1'}}",
        "{'type':'payment.failed','data':{'userId':'u-1','customerId':null}}",
        "{'type':'user.usage.threshold','data':{'metric':'tokens'}}"})
    void aSubjectThatNamesAPersonStaysOne(String text) throws IOException {
        JsonNode said = JSON.readTree(text.replace('\'', '"'));
        @SuppressWarnings("unchecked")
        Map<String, Object> data = JSON.convertValue(said.get("data"), Map.class);
        Event event = Event.of("/shop", "delivery-1", said.get("type").asText(), "u-1", Instant.EPOCH, data);
        for (String connector : analytics()) {
            assertThat(mappings.map(connector, "track", event).orElseThrow().payload().toString()).as(connector).contains("\"u-1\"");
        }
    }
}
