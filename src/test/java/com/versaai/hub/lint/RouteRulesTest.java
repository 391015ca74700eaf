package com.versaai.hub.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule about routes finds its fault, and nothing where there is none. */
class RouteRulesTest extends RuleCase {

    // ---- route-header

    @Test
    void asksForIdGroupAndDescription() {
        hub.routes(b -> b.from("timer:a").to("log:a"));

        List<Finding> findings = hub.findings("route-header");

        assertThat(messages(findings)).containsExactlyInAnyOrder("the route has no id of its own", "the route has no group", "the route has no description");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("RouteRulesTest.java");
            assertThat(finding.line()).isPositive();
        });
    }

    @Test
    void asksForKebabCase() {
        hub.routes(b -> route(b, "timer:a", "myRoute", "hub-ops").to("log:a"));

        assertThat(messages(hub.findings("route-header"))).containsExactly("the id is not kebab-case");
    }

    @Test
    void takesACompleteHeaderAlsoFromATemplate() {
        hub.routes(b -> {
            route(b, "timer:a", "a-tick", "hub-ops").to("log:a");
            b.routeTemplate("ticks").templateParameter("name").from("timer:{{name}}").routeGroup("g").routeDescription("d")
                    .routeConfigurationId("hub-ops").to("log:{{name}}");
            b.templatedRoute("ticks").routeId("b-tick").parameter("name", "b");
        });

        assertThat(hub.findings("route-header")).isEmpty();
        assertThat(hub.lint().checked()).isEqualTo(new Report.Checked(2, 2, 2));
    }

    @Test
    void saysOnceWhatATemplateLacks() {
        hub.routes(b -> {
            b.routeTemplate("ticks").templateParameter("name").from("timer:{{name}}").routeDescription("d").to("log:{{name}}");
            b.templatedRoute("ticks").routeId("b-tick").parameter("name", "b");
            b.templatedRoute("ticks").routeId("c-tick").parameter("name", "c");
        });

        assertThat(messages(hub.findings("route-header"))).containsExactly("the route has no group");
    }

    // ---- endpoint-option

    @Test
    void findsAnUnknownOptionAndSaysWhichWasMeant() {
        hub.routes(b -> route(b, "timer:a?perod=1000", "a", "hub-ops").to("log:a"));

        Finding finding = hub.findings("endpoint-option").get(0);

        assertThat(finding.message()).isEqualTo("timer has no option perod");
        assertThat(finding.hint()).isEqualTo("Did you mean period?");
        assertThat(finding.routeId()).isEqualTo("a");
    }

    @Test
    void findsAnUnknownComponentAndWrongValues() {
        hub.routes(b -> {
            route(b, "timer:a?repeatCount=often&fixedRate=perhaps&delay=soon", "a", "hub-ops").to("lag:a");
            route(b, "direct:b", "b", "hub-request").to("log:b?level=LOUD").to("kafka:hub.inbox?headerFilterStrategy=strict");
        });

        assertThat(messages(hub.findings("endpoint-option"))).containsExactlyInAnyOrder("repeatCount cannot be often", "fixedRate cannot be perhaps",
                "delay cannot be soon", "Camel has no component lag", "level cannot be LOUD", "headerFilterStrategy must name a bean");
    }

    @Test
    void findsAConsumersOptionAtAProducer() {
        hub.routes(b -> route(b, "direct:b", "b", "hub-request").to("kafka:hub.inbox?groupId=x"));

        assertThat(messages(hub.findings("endpoint-option"))).containsExactly("groupId has no effect where kafka is sent to");
    }

    @Test
    void takesPlaceholdersPrefixesReferencesAndParametersOfTemplates() {
        hub.property("hub.ops.period", "5s").bean("unacknowledgedRecords").routes(b -> {
            route(b, "timer:a?delay=60000&period={{hub.ops.period}}", "a", "hub-ops").to("kafka:hub.inbox?additionalProperties.delivery.timeout.ms=10000");
            b.routeTemplate("t").templateParameter("many", "4").from("kafka:hub.inbox?consumersCount={{many}}&exceptionHandler=#unacknowledgedRecords")
                    .to("log:x");
            b.templatedRoute("t").routeId("c");
        });

        assertThat(hub.findings("endpoint-option")).isEmpty();
    }

    @Test
    void looksAtTheValueOfAPlaceholder() {
        hub.property("hub.ops.period", "often").routes(b -> route(b, "timer:a?period={{hub.ops.period}}", "a", "hub-ops").to("log:a"));

        assertThat(messages(hub.findings("endpoint-option"))).containsExactly("period cannot be often");
    }

    @Test
    void looksIntoBranchesBreakersAndPolicies() {
        hub.routes(b -> route(b, "direct:b", "b", "hub-request")
                .choice().when(b.simple("${body} == 1")).to("log:1?x1=1").otherwise().to("log:2?x2=1").end()
                .filter(b.simple("${body} == 1")).to("log:3?x3=1").end()
                .circuitBreaker().to("log:4?x4=1").onFallback().to("log:5?x5=1").end()
                .toD("log:6?x6=1").wireTap("log:7?x7=1").enrich("log:8?x8=1"));

        assertThat(messages(hub.findings("endpoint-option"))).containsExactlyInAnyOrder("log has no option x1", "log has no option x2", "log has no option x3",
                "log has no option x4", "log has no option x5", "log has no option x6", "log has no option x7", "log has no option x8");
    }

    // ---- bean

    @Test
    void findsABeanThatIsNotThere() {
        hub.bean("here").routes(b -> route(b, "timer:a?exceptionHandler=#gone", "a", "hub-ops").bean("here", "x").bean("missing", "x").process("absent")
                .setBody(b.method("lost", "x")).to("kafka:hub.inbox?kafkaClientFactory=#bean:nowhere"));

        assertThat(messages(hub.findings("bean"))).containsExactlyInAnyOrder("there is no bean gone", "there is no bean missing", "there is no bean absent",
                "there is no bean lost", "there is no bean nowhere");
    }

    @Test
    void findsABeanOfTheErrorPolicyThatIsNotThere() throws Exception {
        hub.policies(b -> b.routeConfiguration("hub-more").onException(Exception.class).onWhen(b.method("judge", "x")).redeliveryPolicyRef("pace")
                .onRedeliveryRef("before").onExceptionOccurredRef("first").handled(true).bean("keeper", "keep").end());

        assertThat(messages(hub.findings("bean"))).containsExactlyInAnyOrder("there is no bean judge", "there is no bean pace", "there is no bean before",
                "there is no bean first", "there is no bean keeper");
    }

    // ---- counterpart

    @Test
    void findsWhoIsNotHeardAndWhoIsNotSpokenTo() {
        hub.routes(b -> {
            route(b, "timer:a", "a", "hub-ops").to("direct:nobody").to("direct:somebody");
            route(b, "direct:somebody", "b", "hub-request").to("log:b");
            route(b, "direct:lonely", "c", "hub-request").to("log:c");
        });

        assertThat(messages(hub.findings("counterpart"))).contains("nobody listens to direct:nobody", "nobody sends to direct:lonely")
                .doesNotContain("nobody listens to direct:somebody", "nobody sends to direct:somebody");
    }

    @Test
    void countsTheErrorPolicyAndNamesInMessages() {
        hub.routes(b -> {
            route(b, "timer:a", "a", "hub-ops").toD("direct:kind-${body}");
            route(b, "direct:kind-one", "b", "hub-request").to("log:b");
            route(b, "direct:told-by-policy-of-hub-ops", "c", "hub-request").to("log:c");
        });

        assertThat(messages(hub.findings("counterpart"))).noneMatch(message -> message.startsWith("nobody sends"))
                .doesNotContain("nobody listens to direct:told-by-policy-of-hub-ops").contains("nobody listens to direct:told-by-policy-of-hub-map");
    }

    @Test
    void countsEveryNameOfAList() {
        hub.routes(b -> {
            route(b, "timer:a", "a", "hub-ops").recipientList(b.constant("direct:one, direct:two")).end().routingSlip(b.simple("direct:three,direct:gone"));
            route(b, "direct:one", "b", "hub-request").to("log:b");
            route(b, "direct:two", "c", "hub-request").to("log:c");
            route(b, "direct:three", "d", "hub-request").to("log:d");
        });

        assertThat(hub.findings("counterpart")).filteredOn(finding -> finding.routeId() != null).extracting(Finding::message)
                .containsExactly("nobody listens to direct:gone");
    }

    @Test
    void countsTheContract() {
        hub.file("hub.yaml", """
                openapi: 3.0.3
                info: {title: t, version: "1"}
                paths:
                  /a:
                    get: {operationId: getA, responses: {"200": {description: ok}}}
                    post: {operationId: postA, responses: {"200": {description: ok}}}
                """);
        hub.routes(b -> {
            b.rest().openApi().routeId("contract").specification("file:" + folder.resolve("hub.yaml"));
            route(b, "direct:getA", "a-get", "hub-request").to("log:a");
        });

        assertThat(messages(hub.findings("counterpart"))).contains("no route serves the operation postA")
                .doesNotContain("no route serves the operation getA", "nobody sends to direct:getA");
        assertThat(hub.findings("counterpart")).filteredOn(finding -> finding.message().endsWith("postA")).singleElement()
                .satisfies(finding -> assertThat(finding.line()).isEqualTo(6));
        assertThat(hub.findings("route-header")).isEmpty();
        assertThat(hub.findings("border")).isEmpty();
    }
}
