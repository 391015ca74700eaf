package com.versaai.hub.delivery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.destination.DeliveryProperties;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.Records;
import com.versaai.hub.event.Event;
import com.versaai.hub.mapping.Fixtures;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What lies in one partition of a queue is delivered one after the other. Two subjects that write one record lie in one, so that the
 * older can't be looked at and sent while the younger is under way; at every CRM that there is.
 */
class LaneTest {

    private static final Set<String> CRMS = Set.of("salesforce", "hubspot", "pipedrive");

    private final Records records = new Records();
    private final Destinations destinations = Records.destinations(settings());
    private final DeliveryPlan plan = new DeliveryPlan(destinations, Fixtures.mappings(), records.json, Clock.systemUTC());

    private static DeliveryProperties settings() {
        Map<String, DeliveryProperties.Destination> all = new HashMap<>();
        CRMS.forEach(name -> all.put(name, Records.said(true, null)));
        all.put("mixpanel", Records.said(true, null));
        all.put("slack", Records.said(true, null));
        return Records.settings(Records.settings().defaults(), all);
    }

    @AfterEach
    void close() throws InterruptedException {
        records.close();
    }

    @Test
    void aRecordHasOneLaneWhoeverItIsAbout() throws Exception {
        assertThat(destinations.addressed("crm")).containsAll(CRMS);
        Map<String, Object> deal = Map.of("subscriptionId", "sub_1", "customerId", "cus_1", "plan", "pro", "status", "active");
        sameLane("user.subscription.changed", "subscription", deal, "deals/subscription:sub_1", "Opportunity/subscription:sub_1");
        sameLane("payment.processed", "opportunity", Map.of("paymentId", "pi_1", "amount", 500, "currency", "usd"), "deals/pi_1", "Opportunity/pi_1");
        sameLane("user.usage.threshold", "usage", Map.of("customerId", "cus_1", "metric", "m", "used", 9, "limit", 10), "deals/usage:cus_1:m", "Opportunity/usage:cus_1:m");
        sameLane("support.ticket.created", "ticket", Map.of("id", "T-1", "subject", "s"), "tickets/T-1", "activities/T-1", "Case/T-1");
        sameLane("lead.created", "lead", Map.of("id", "l-1", "email", "Ada@Example.test", "name", "Ada"),
                "contacts/ada@example.test", "persons/ada@example.test", "Lead/l-1");
    }

    @Test
    void whatWritesNoRecordKeepsTheOrderOfItsSubjectOrOfItsChannel() throws Exception {
        Map<String, Object> data = Map.of("customerId", "cus_1", "plan", "pro");
        assertThat(lanes(event("trial.started", "subject-a", data), "mixpanel", "track")).containsExactly(Map.entry("mixpanel", "subject-a"));
        assertThat(lanes(event("user.subscription.changed", "subject-b", data), "slack", "subscription-changed")).containsExactly(Map.entry("slack", "#growth"));
    }

    private void sameLane(String type, String action, Map<String, Object> data, String... expected) throws JsonProcessingException {
        Map<String, String> one = lanes(event(type, "subject-a", data), "crm", action);
        Map<String, String> other = lanes(event(type, "subject-b", data), "crm", action);
        assertThat(one.keySet()).as(action).containsAll(CRMS);
        assertThat(one).as(action).isEqualTo(other);
        assertThat(one.values()).as(action).contains(expected).noneMatch(lane -> lane.startsWith("subject-"));
    }

    private Map<String, String> lanes(Event event, String to, String action) throws JsonProcessingException {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(event);
        plan.begin(exchange, "test");
        plan.add(exchange, to, action, "why");
        List<Message> made = plan.records(exchange);
        return made.stream().collect(Collectors.toMap(record -> record.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class).replace("hub.deliveries.", ""),
                record -> record.getHeader(KafkaConstants.KEY, String.class), (a, b) -> b, LinkedHashMap::new));
    }

    private static Event event(String type, String subject, Map<String, Object> data) {
        return Event.of("/versaai", "o-" + subject, type, subject, Instant.parse("2026-01-05T12:00:00Z"), data);
    }
}
