package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules about error policy and border find their faults, and nothing where there is none. */
class PolicyRulesTest extends RuleCase {

    // ---- error-policy

    @Test
    void asksForTheKindThatFits() {
        hub.routes(b -> {
            route(b, "timer:a", "a", "hub-request").to("log:a");
            route(b, "kamelet:hub-event-source?topics=hub.events.user.registered&subscriber=b", "b", "hub-ops").to("log:b");
            route(b, "kafka:hub.inbox", "c", "hub-events").to("log:c");
            route(b, "kafka:hub.deliveries.slack", "d", "hub-map").to("log:d");
        });

        assertThat(hub.findings("error-policy")).extracting(Finding::routeId, Finding::hint).containsExactlyInAnyOrder(
                tuple("a", "Take hub-ops (docs/architecture.md, Error policy)."),
                tuple("b", "Take hub-events (docs/architecture.md, Error policy)."),
                tuple("c", "Take hub-map (docs/architecture.md, Error policy)."),
                tuple("d", "Take hub-delivery (docs/architecture.md, Error policy)."));
    }

    @Test
    void asksForAKindThatIsThere() {
        hub.routes(b -> {
            b.from("direct:a").routeId("a").to("log:a");
            route(b, "direct:b", "b", "my-own").to("log:b");
            route(b, "direct:c", "c", "hub-request").to("log:c");
        });

        assertThat(hub.findings("error-policy")).extracting(Finding::message)
                .containsExactlyInAnyOrder("the route names no error policy", "there is no error policy my-own");
    }

    @Test
    void leavesErrorsToThePolicyOnlyWhereItAloneSends() {
        hub.routes(b -> {
            b.from("direct:told-by-policy-of-hub-delivery").routeId("a").errorHandler(b.noErrorHandler()).to("log:a");
            b.from("direct:b").routeId("b").errorHandler(b.noErrorHandler()).to("log:b");
            route(b, "timer:c", "c", "hub-ops").to("direct:b").to("direct:both");
            b.from("direct:attempt").routeId("attempt").errorHandler(b.noErrorHandler()).to("log:a");
            b.from("direct:both").routeId("both").errorHandler(b.noErrorHandler()).to("log:a");
            route(b, "kafka:hub.deliveries.slack", "d", "hub-delivery").to("direct:attempt").to("direct:both");
        });

        assertThat(hub.findings("error-policy")).extracting(Finding::routeId).containsExactlyInAnyOrder("b", "both");
    }

    @Test
    void findsHandlingOfItsOwnInAFile() {
        hub.file("routes/ErrorPolicy.java", "class ErrorPolicy { void configuration() { routeConfiguration(\"x\").onException(E.class); } }");
        hub.file("routes/ops/Clean.java", """
                // .onException(X.class) is for ErrorPolicy
                class Clean { void configure() { from("direct:doTry()").log("errorHandler(x)").errorHandler( noErrorHandler()).to("log:x"); } }
                """);
        hub.file("routes/ops/Own.java", """
                class Own {
                    void configure() {
                        onException(Exception.class).handled(true);
                        errorHandler(deadLetterChannel("log:dead"));
                        from("direct:a")
                            .doTry().to("log:a").doCatch(Exception.class).end();
                    }
                }
                """);

        List<Finding> findings = hub.findings("error-policy");

        assertThat(findings).allMatch(finding -> finding.file().endsWith("routes/ops/Own.java"));
        assertThat(findings).extracting(Finding::line).containsExactly(3, 4, 6);
    }

    @Test
    void findsOptionsThatGoAroundThePolicy() {
        hub.routes(b -> {
            route(b, "kafka:hub.inbox?autoCommitEnable=true&breakOnFirstError=true", "a", "hub-map").to("kamelet:acme-order-sink?account=a&noErrorHandler=false");
            route(b, "kafka:hub.inbox?consumersCount=2", "b", "hub-map").to("kamelet:acme-order-sink?account=a");
        });

        assertThat(messages(hub.findings("error-policy"))).containsExactlyInAnyOrder("autoCommitEnable goes around the error policy",
                "breakOnFirstError goes around the error policy", "noErrorHandler goes around the error policy");
    }

    // ---- border

    @Test
    void findsAWayInPastTheContract() {
        hub.routes(b -> {
            route(b, "platform-http:/in", "a", "hub-request").to("log:a");
            b.rest("/old").get("/b").to("direct:b");
        });

        assertThat(messages(hub.findings("border"))).contains("platform-http lets requests in past the border", "a REST endpoint that is not in the contract");
    }

    @Test
    void findsAKafkaConsumerOfItsOwn() {
        hub.file("kamelets/acme-topic-source.kamelet.yaml", Workbench.SOURCE.replace("hub-event-source", "acme-topic-source"));
        hub.routes(b -> {
            route(b, "kafka:hub.events.user.registered?groupId=x", "a", "hub-events").to("log:a");
            route(b, "kafka:hub.deliveries.slack", "b", "hub-delivery").to("log:b");
            route(b, "kafka:hub.inbox", "c", "hub-map").to("log:c");
            route(b, "timer:d", "d", "hub-ops").pollEnrich("kafka:hub.inbox");
            b.routeTemplate("delivery").templateParameter("to").from("kafka:hub.deliveries.{{to}}").to("log:d");
            b.templatedRoute("delivery").routeId("mail-deliver").parameter("to", "mail");
        });

        assertThat(hub.findings("border")).extracting(Finding::routeId).containsExactlyInAnyOrder(null, "a", "b", "d");
        assertThat(hub.findings("border")).extracting(Finding::kamelet).containsOnlyOnce("acme-topic-source");
    }

    @Test
    void findsAFilterThatReplacesTheAllowList() {
        hub.bean("mine").routes(b -> route(b, "timer:a", "a", "hub-ops").to("kafka:hub.inbox?headerFilterStrategy=#mine"));

        assertThat(messages(hub.findings("border"))).containsExactly("headerFilterStrategy replaces the hub's allow-list");
    }

    /** Kamelets look at the type of an answer; for anything but a call it would let Kafka's headers out of the allow-list. */
    @Test
    void theStrategyThatLetsInTheTypeOfAnAnswerAloneIsForCallsOnly() {
        hub.bean("answerType").routes(b -> route(b, "timer:a", "a", "hub-ops").to("kafka:hub.inbox?headerFilterStrategy=#answerType"));

        assertThat(messages(hub.findings("border"))).containsExactly("headerFilterStrategy replaces the hub's allow-list");
    }

    @Test
    void findsACallThatBelongsIntoAKamelet() {
        hub.routes(b -> route(b, "timer:a", "a", "hub-ops").to("https://api.acme.test/x").to("smtp:mail").toD("${header.where}").recipientList(b.header("whereElse")).end()
                .to("log:a").to("direct:b").to("kafka:hub.inbox").to("kamelet:acme-order-sink").to("controlbus:language:simple"));

        assertThat(messages(hub.findings("border"))).containsExactlyInAnyOrder("a route calls https itself", "a route calls smtp itself",
                "where this goes is decided by the message");
    }
}
