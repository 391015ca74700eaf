package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.lint.Finding.Severity;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.Test;

/** Topics, event types and planned deliveries have their counterparts. */
class TopicRulesTest extends RuleCase {

    private static final String ALL = "hub.events.user.registered,hub.events.payment.processed,hub.events.unknown";

    private static RouteDefinition events(RouteBuilder builder, String id, String topics) {
        return builder.from("kamelet:hub-event-source?topics=" + topics + "&subscriber=" + id).routeId(id).routeGroup("events").routeDescription("d")
                .routeConfigurationId("hub-events");
    }

    @Test
    void saysNothingWhereAllIsTaken() {
        hub.destination("slack", "chat").file("routes/connectors/slack/alert.jq", ".").routes(b -> {
            events(b, "a", ALL).filter(b.simple("${body.type} == 'payment.processed'")).to("kamelet:hub-delivery-sink?to=slack&action=alert").end()
                    .filter(b.simple("${body.type} == 'not.known.yet'")).to("log:new").end();
            b.from("direct:in").to("kafka:hub.inbox").to("kafka:hub.events.unknown").to("kafka:hub.events.user.registered");
            b.from("kafka:hub.inbox").to("log:inbox");
            b.from("kafka:hub.deliveries.slack").to("log:slack");
        });

        assertThat(hub.findings("topic")).isEmpty();
        assertThat(hub.findings("delivery")).isEmpty();
        assertThat(hub.findings("kamelet-call")).isEmpty();
    }

    @Test
    void findsTopicsThatAreNotThere() {
        hub.routes(b -> {
            events(b, "a", ALL + ",hub.events.user.registerd").to("log:a");
            b.from("kafka:hub.deliveries.fax").to("kafka:hub.events.gone").to("kafka:elsewhere").to("kafka:hub.deliveries.pager")
                    .to("kafka:hub.deliveries").to("kafka:hub.events");
        });

        assertThat(messages(hub.findings("topic"))).containsExactlyInAnyOrder("there is no topic hub.events.user.registerd, so nothing will come",
                "there is no topic hub.deliveries.fax, so nothing will come", "there is no topic hub.events.gone", "there is no topic elsewhere",
                "there is no topic hub.deliveries.pager", "there is no topic hub.deliveries; each record names its own",
                "there is no topic hub.events; each record names its own");
    }

    /** What two files say together, too: the loader sees one. */
    @Test
    void findsDeliveriesThatTheEventDoesNotWaitFor() throws Exception {
        hub.destination("slack", "chat").file("routes/connectors/slack/lead.jq", "null");
        String sink = "kamelet:hub-delivery-sink?to=slack&action=lead";
        hub.routes(b -> {
            events(b, "tapped", ALL).wireTap("direct:later").to(sink).aggregate(b.constant(true), new UseLatestAggregationStrategy()).completionSize(2)
                    .choice().when(b.simple("${body} != null")).to(sink).end();
            events(b, "fine", ALL).split(b.body()).to(sink).end().filter(b.body()).to("direct:within").end().multicast().to(sink).end();
            events(b, "queued", ALL).to("seda:later").setBody(b.constant("x"));
        });
        hub.routes(b -> {
            route(b, "direct:later", "later", "hub-events").to("direct:deeper");
            route(b, "direct:deeper", "deeper", "hub-events").to(sink);
            route(b, "direct:within", "within", "hub-events").to(sink);
            route(b, "seda:later", "from-queue", "hub-events").to(sink);
        });

        List<Finding> late = hub.findings("delivery");

        assertThat(late).extracting(Finding::routeId).containsExactlyInAnyOrder("deeper", "tapped", "from-queue");
        assertThat(messages(late)).anyMatch(text -> text.startsWith("a wireTap does not end with the event")).anyMatch(text -> text.startsWith("an aggregate "))
                .anyMatch(text -> text.startsWith("a route that begins with seda: "));
        assertThat(late).allMatch(finding -> finding.severity() == Severity.ERROR && finding.line() != null && finding.line() > 40);
    }

    @Test
    void warnsOfATypeThatNobodyTakes() {
        hub.routes(b -> events(b, "a", "hub.events.user.registered").to("log:a"));

        assertThat(hub.findings("topic")).allMatch(finding -> finding.severity() == Severity.WARNING).extracting(Finding::message)
                .containsExactly("no route takes events of type payment.processed", "no route takes events of type unknown");
    }

    @Test
    void findsAQueueAndAnInboxThatNobodyReads() {
        hub.destination("slack", "chat").routes(b -> {
            events(b, "a", ALL).to("log:a");
            b.from("direct:in").to("kafka:hub.inbox");
        });

        assertThat(messages(hub.findings("topic"))).containsExactlyInAnyOrder("nobody reads hub.inbox",
                "the destination slack has no route: what is planned for it stays in hub.deliveries.slack");
    }

    @Test
    void findsABranchForATypeThatNeverComes() {
        hub.routes(b -> {
            events(b, "a", "hub.events.user.registered").choice().when(b.simple("${body.type} == 'user.registered'")).to("log:a")
                    .when(b.simple("${body.type} == 'user.registerd'")).to("log:b").end();
            events(b, "b", "hub.events.payment.processed,hub.events.unknown").to("log:b");
        });

        assertThat(hub.findings("topic")).singleElement().satisfies(finding -> {
            assertThat(finding.message()).isEqualTo("the route asks for the type user.registerd but does not read hub.events.user.registerd");
            assertThat(finding.routeId()).isEqualTo("a");
        });
    }

    @Test
    void findsDeliveriesThatCannotBeMade() {
        hub.destination("salesforce", "crm").destination("hubspot", "crm").file("routes/connectors/hubspot/lead.jq", ".").routes(b -> events(b, "a", ALL)
                .to("kamelet:hub-delivery-sink?to=crm&action=lead").to("kamelet:hub-delivery-sink?to=hubspot&action=lead")
                .to("kamelet:hub-delivery-sink?to=fax&action=lead").to("kamelet:hub-delivery-sink?to=hubspot&action=ticket"));

        assertThat(messages(hub.findings("delivery"))).containsExactlyInAnyOrder("salesforce has no mapping for lead",
                "fax is neither a destination nor a kind of destinations", "hubspot has no mapping for ticket");
    }
}
