package com.versaai.hub.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import com.versaai.hub.mapping.Mappings;
import com.versaai.hub.support.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned for two instances of one connector, and shown by a dry run, is what list and fields.yaml say at that moment. */
class FieldsOfPlansTest {

    private static final Event EVENT = Event.of("/versaai", "e-1", "user.registered", "u-1", HandClock.NOON,
            Map.of("name", "Ada", "email", "ada@example.com", "plan", "pro", "phone", "+34 600 000 000"));

    @TempDir
    private Path folder;
    private Manifests manifests;
    private DeliveryPlan plan;

    @BeforeEach
    void aConnector() throws IOException {
        file("connector.yaml", """
                title: Pager
                kind: crm
                kamelet: pager-message-sink
                actions:
                  lead: {object: Lead, fields: [Name, Email]}
                destinations:
                  pager: {}
                  pager-eu: {account: pager-eu}
                """);
        file("lead.jq", "{key: .id, payload: {Name: .data.name, Email: .data.email, Phone: .data.phone}}");
        Mappings mappings = Fixtures.mappings(folder);
        manifests = new Manifests(folder);
        manifests.checkExpressions(mappings::problemOf);
        Destinations destinations = new Destinations(Records.settings(Records.settings().defaults(), Map.of()), manifests, topics -> { }, property -> true);
        plan = new DeliveryPlan(destinations, mappings, new ObjectMapper(), new HandClock());
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("pager")).resolve(name), text);
    }

    private Exchange planned() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(EVENT);
        plan.begin(exchange, "user-events");
        plan.add(exchange, "crm", "lead", "new user");
        return exchange;
    }

    private Map<String, JsonNode> payloads() {
        return PlannedDelivery.of(planned()).stream().collect(java.util.stream.Collectors.toMap(PlannedDelivery::destination, one -> one.delivery().payload()));
    }

    @Test
    void whatTheManifestDoesNotListIsNotPlannedAndTheTimelineSaysSo() {
        assertThat(payloads().get("pager").toString()).isEqualTo("{\"Name\":\"Ada\",\"Email\":\"ada@example.com\"}");
        assertThat(PlannedDelivery.of(planned())).extracting(PlannedDelivery::why)
                .containsOnly("new user; values left out because the connector's manifest does not list their fields for lead: 1");
    }

    @Test
    void eachInstanceHasItsFieldsAsSoonAsTheFileSaysSo() throws IOException {
        file("fields.yaml", """
                actions:
                  lead:
                    Product: {constant: VersaAI}
                    Plan: {jq: '.data.plan | ascii_upcase'}
                destinations:
                  pager-eu:
                    lead: {Product: {constant: 7}, Email: null}
                """);
        assertThat(payloads().get("pager").has("Plan")).as("not read yet").isFalse();

        manifests.refresh();

        assertThat(manifests.problems()).isEmpty();
        assertThat(payloads().get("pager").toString()).isEqualTo("{\"Name\":\"Ada\",\"Email\":\"ada@example.com\",\"Plan\":\"PRO\",\"Product\":\"VersaAI\"}");
        assertThat(payloads().get("pager-eu").toString()).isEqualTo("{\"Name\":\"Ada\",\"Plan\":\"PRO\",\"Product\":7}");
    }

    @Test
    void anExpressionOfAFunctionThatThereIsNotIsFoundBeforeAnyEvent() throws IOException {
        file("fields.yaml", "actions: {lead: {Plan: {from: data.plan}}}");
        manifests.refresh();
        file("fields.yaml", "actions: {lead: {Plan: {jq: plann}}}");
        manifests.refresh();

        assertThat(manifests.problems()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("plann/0 does not exist"));
        assertThat(payloads().get("pager").path("Plan").asText()).as("the former one holds").isEqualTo("pro");
    }

    @Test
    void aFileThatWasNeverRightSendsNothingRatherThanTooMuch() throws IOException {
        file("fields.yaml", "actions: {lead: {Email: nul}}");
        manifests.refresh();

        Exchange exchange = planned();

        assertThat(PlannedDelivery.of(exchange)).allSatisfy(one -> assertThat(one.delivery()).isNull());
        assertThat(PlannedDelivery.unmapped(exchange)).contains("routes/connectors/pager/fields.yaml");
    }
}
