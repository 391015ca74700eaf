package com.versaai.hub.connector.stripe;

import static com.versaai.hub.connector.stripe.Fixtures.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Mapped;
import com.versaai.hub.mapping.Mappings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same event of the platform's own, of one connected account and of another: three customers, three deals, three payments. */
class ConnectTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> CRM = Map.of("payment.processed", "opportunity", "user.subscription.changed", "subscription",
            "trial.started", "subscription", "subscription.renewed", "subscription");

    private final StripeEvents events = new StripeEvents(new PlanSettings(Map.of(), List.of()));
    private final Mappings mappings = com.versaai.hub.mapping.Fixtures.mappings("hub.crm.custom-fields", "true");

    static Stream<String> types() {
        return Stream.of("payment_intent.succeeded", "payment_intent.payment_failed", "charge.refunded", "charge.dispute.created",
                "radar.early_fraud_warning.created", "invoice.payment_failed", "invoice.payment_succeeded-renewal", "customer.subscription.created-trial",
                "customer.subscription.updated-upgrade", "customer.subscription.deleted").map(type -> "basil/" + type);
    }

    /** That event as Stripe sends it of an account; null: of the platform itself. */
    private List<Event> of(String fixture, String account) {
        return of(fixture, account, "cus_Hub1");
    }

    private List<Event> of(String fixture, String account, String customer) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(stripe(fixture));
            root.findParents("customer").forEach(parent -> ((ObjectNode) parent).put("customer", customer));
            if (account != null) {
                root.put("account", account);
            }
            return events.map(JSON.writeValueAsBytes(root)).events();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void anAccountsEventHasItsOwnSubjectAndSaysWhoseItIs(String fixture) {
        for (Event event : of(fixture, null)) {
            assertThat(event.subject()).doesNotContain("/");
            assertThat(event.data()).doesNotContainKey("connectedAccount");
        }
        List<Event> own = of(fixture, null);
        List<Event> connected = of(fixture, "acct_1Shop");
        for (int i = 0; i < own.size(); i++) {
            assertThat(connected.get(i).subject()).isEqualTo("acct_1Shop/" + own.get(i).subject());
            assertThat(connected.get(i).data()).containsEntry("connectedAccount", "acct_1Shop").containsAllEntriesOf(own.get(i).data());
            // Whoever runs the account writes its metadata: the tenant is not for him to say.
            assertThat(connected.get(i).tenant()).isEqualTo("acct_1Shop");
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void nobodyMeetsAnother(String fixture) {
        Manifests manifests = new Manifests(Path.of("routes/connectors"));
        manifests.refresh();
        List<List<Event>> all = List.of(of(fixture, null), of(fixture, "acct_1Shop"), of(fixture, "acct_2Shop"));
        for (Manifest manifest : manifests.all().values()) {
            for (int i = 0; i < all.get(0).size(); i++) {
                int one = i;
                String action = manifest.kind().equals("analytics") ? "track" : manifest.kind().equals("crm") ? CRM.get(all.get(0).get(i).type()) : null;
                if (action != null) {
                    List<Mapped> mapped = all.stream().flatMap(events -> mappings.map(manifest.name(), action, events.get(one)).stream()).toList();
                    assertThat(mapped.stream().map(Mapped::key).distinct()).as(manifest.name() + " " + action).hasSameSizeAs(mapped);
                    assertThat(people(mapped)).as(manifest.name() + " " + action).isIn(Set.of(),
                            Set.of("cus_Hub1", "acct_1Shop/cus_Hub1", "acct_2Shop/cus_Hub1"));
                }
            }
        }
    }

    private static Set<String> people(List<Mapped> mapped) {
        List<String> people = new ArrayList<>();
        for (String field : List.of("user_id", "userId", "distinct_id", "hub_customer", "Hub_Customer__c")) {
            mapped.forEach(one -> people.addAll(one.payload().findValuesAsText(field)));
        }
        return people.stream().collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"amplitude", "mixpanel", "segment", "ga4"})
    void anAnalystCanTellWhoseSalesTheyAre(String connector) {
        Event event = of("basil/payment_intent.succeeded", "acct_1Shop").get(0);
        assertThat(mappings.map(connector, "track", event).orElseThrow().payload().findValuesAsText("connected_account")).containsExactly("acct_1Shop");
    }

    @Test
    void theGuestsOfAnAccountAreNeitherOneUserNorAny() {
        Event guest = of("basil/payment_intent.succeeded", "acct_1Shop", null).get(0);
        assertThat(guest.subject()).isEqualTo("acct_1Shop/pi_1HubPaid");
        for (String connector : List.of("amplitude", "mixpanel", "segment")) {
            assertThat(mappings.map(connector, "track", guest)).as(connector).isEmpty();
        }
        assertThat(mappings.map("ga4", "track", guest).orElseThrow().payload().toString()).doesNotContain("user_id").contains("acct_1Shop/pi_1HubPaid");
    }

    @Test
    void aThinEventsAccountIsItsContext() throws IOException {
        byte[] intent = JSON.writeValueAsBytes(JSON.readTree(stripe("basil/payment_intent.succeeded")).at("/data/object"));
        assertThat(events.map(stripe("thin/v1.payment_intent.succeeded"), intent).events().get(0)).satisfies(event -> {
            assertThat(event.subject()).isEqualTo("acct_1HubConnected/cus_Hub1");
            assertThat(event.data()).containsEntry("connectedAccount", "acct_1HubConnected");
        });
    }
}
