package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.sandbox.SimulatedProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an engineer writes between an event and its deliveries: every event is handled to its end, or its route is refused with words. */
class PlansOfRoutesTest extends ReloadCase {

    private static final String SUBSCRIBER = "probe";
    private static final String TYPE = "slack.interaction.received";
    private static final String SINK = ".to(\"kamelet:hub-delivery-sink?to=slack&action=probe&why=test\")";
    private static final String MAPPING = "routes/connectors/slack/probe.jq";

    @Autowired
    private Backlog backlog;
    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void aMapping() {
        hub.freshSimulators();
        hub.discardDeadLetters();
        folders.write(MAPPING, "{payload: {channel: $config.slack.channels.growth, text: (.data.text // \"whole\")}}");
    }

    private static String route(String steps, String others) {
        return """
                package events;

                import org.apache.camel.builder.RouteBuilder;

                public class Probe extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("kamelet:hub-event-source?topics=hub.events.%s&subscriber=%s")
                            .routeId("probe").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events")
                            %s;
                        %s
                    }
                }
                """.formatted(TYPE, SUBSCRIBER, steps, others);
    }

    private void live(String steps, String others) {
        folders.write(PROBE, route(steps, others));
        await().atMost(SOON).until(() -> routeText("probe").contains(TYPE) && camel.getRoute("probe") != null || !problems().isEmpty());
        assertThat(problems()).isEmpty();
    }

    private String published() {
        return hub.publish(TYPE, Map.of("text", "t", "items", List.of(Map.of("text", "first"), Map.of("text", "second"))));
    }

    private void routed(String id) {
        await("routed").atMost(SOON).until(() -> rows(id, "") == 1);
        await("acknowledged").atMost(SOON).until(() -> backlog.of("hub." + SUBSCRIBER, "hub.events." + TYPE) == 0);
    }

    private int rows(String id, String more) {
        return jdbc.queryForObject("select count(*) from routing r join event e on e.id = r.event_id where r.route_id = ? and e.originid = ?" + more,
                Integer.class, SUBSCRIBER, id);
    }

    private int routings(String id) {
        return rows(id, " and r.outcome = 'routed'");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<sink>.stop()",
        "<sink>.filter(simple(\"${body.type} != null\")).stop().end()",
        "<sink>.choice().when(simple(\"${body.type} != null\")).stop().end()",
        "<sink>.loop(2).stop().end()",
        "<sink>.doTry().stop().doCatch(Exception.class).end()",
        "<sink>.to(\"direct:probe-more\")"})
    void whereverARouteStopsItsEventIsHandled(String steps) {
        live(steps.replace("<sink>", SINK), steps.contains("probe-more") ? """
                from("direct:probe-more").routeId("probe-more").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events").stop();""" : "");
        String id = published();

        routed(id);

        hub.deliveryWhen(id, "slack", "delivered");
        await().atMost(SOON).untilAsserted(() -> assertThat(routings(id)).isEqualTo(1));
    }

    /** The policy of another kind handles the failure, and nobody would hear of the event again; a rollback without words is the same. */
    @ParameterizedTest
    @ValueSource(strings = {".to(\"direct:probe-more\")" + SINK, SINK + ".markRollbackOnly()", SINK + ".rollback(\"no\")",
        SINK + ".process(e -> { throw new IllegalStateException(\"no\"); })"})
    void whateverSwallowsAFailureTheEventIsKept(String steps) {
        live(steps, steps.contains("probe-more") ? """
                from("direct:probe-more").routeId("probe-more").routeGroup("events").routeDescription("test").routeConfigurationId("hub-ops")
                    .process(e -> { throw new IllegalStateException("no"); });""" : "");
        String id = published();

        routed(id);

        await().atMost(SOON).untilAsserted(() -> assertThat(hub.get("/api/v1/dead-letters?limit=500").path("items").findValuesAsText("action")).containsExactly(SUBSCRIBER));
        assertThat(hub.get("/api/v1/deliveries?event=" + id + "&destination=slack").path("items")).as("of a plan that failed nothing goes out").isEmpty();
    }

    @Test
    void itemsOfASplitAreDeliveriesOfTheirOwn() {
        live(".split(simple(\"${body.data[items]}\"))" + SINK + ".end()", "");
        String id = published();

        routed(id);

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode items = hub.get("/api/v1/deliveries?event=" + id + "&destination=slack").path("items");
            assertThat(items.findValuesAsText("state")).containsExactly("delivered", "delivered");
            assertThat(items.findValuesAsText("deliveryId")).doesNotHaveDuplicates();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        ".aggregate(constant(true), new org.apache.camel.processor.aggregate.UseLatestAggregationStrategy()).completionSize(2)\n<sink>",
        ".wireTap(\"kamelet:hub-delivery-sink?to=slack&action=probe\")\n",
        ".wireTap(\"direct:probe-more\")\n",
        ".resequence(body())\n<sink>",
        ".split(simple(\"${body.data[items]}\")).parallelProcessing().timeout(10)\n<sink>"})
    void whatWouldBeLostIsRefusedWithItsPlaceAndNothingChanges(String steps) {
        folders.write(PROBE, route(steps.replace("<sink>", SINK), steps.contains("probe-more") ? """
                from("direct:probe-more").routeId("probe-more").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events")
                """ + SINK + ";" : ""));

        JsonNode problem = problem(PROBE);

        assertThat(problem.path("message").asText()).contains("lost", "Plan before it");
        assertThat(problem.path("line").asInt()).isGreaterThan(8);
        assertThat(camel.getRoute("probe")).isNull();
    }

    @Test
    void aTrialOfARouteThatWouldLoseIsRefusedWithTheSameWords() {
        var answer = hub.call("POST", "/api/v1/routes/try", ("{\"files\": {\"" + PROBE + "\": " + quoted(route(".resequence(body())" + SINK, "")) + "}}").getBytes(),
                Map.of("Content-Type", "application/json"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("a resequence does not end with the event", PROBE);
    }

    /** Queues, files, HTTP, a kamelet of a provider and a bean with an effect: taken down, and nothing of it done. */
    @Test
    void aDryRunShowsWhatTheRouteItselfWouldDoAndDoesNothing() {
        live(".setBody(constant(\"x\")).to(\"https://example.invalid/hook\").to(\"seda:elsewhere\").bean(\"journal\", \"routed\")"
                + ".to(\"direct:probe-more\")", """
                from("direct:probe-more").routeId("probe-more").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events")
                    .setBody(exchangeProperty("event"))""" + SINK + ";");
        long before = effects();

        JsonNode shown = hub.post("/api/v1/routes/probe/dry-run", Map.of("type", TYPE, "data", Map.of("text", "t")));

        assertThat(shown.path("error").isMissingNode()).as(shown.toString()).isTrue();
        assertThat(shown.path("requests").findValuesAsText("url")).containsExactly("https://example.invalid/hook", "elsewhere", "journal.routed");
        JsonNode slack = shown.path("deliveries").get(0);
        assertThat(slack.path("payload").path("channel").asText()).as("its address is masked").isNotEmpty();
        assertThat(effects()).isEqualTo(before);
    }

    /** Whatever a trial throws is its result: no letter, no alert, and what was delivered stays so. */
    @Test
    void whatFailsInATrialIsKeptNowhere() {
        live(SINK, "");
        String id = published();
        routed(id);
        hub.deliveryWhen(id, "slack", "delivered");
        long before = effects();

        JsonNode thrown = hub.post("/api/v1/routes/try", Map.of("files", Map.of(PROBE, route(".process(e -> { throw new IllegalStateException(\"no\"); })", "")),
                "since", "10m", "type", TYPE));
        JsonNode unmapped = hub.post("/api/v1/routes/try", Map.of("files", Map.of(MAPPING, "error(\"boom\")"), "since", "10m", "type", TYPE));
        folders.write(MAPPING, "error(\"boom\")");
        await().atMost(SOON).until(() -> hub.post("/api/v1/routes/probe/dry-run", Map.of("type", TYPE, "data", Map.of())).has("error"));

        assertThat(thrown.path("summary").asText()).contains("fail now");
        assertThat(thrown.path("of").asInt()).isEqualTo(thrown.path("events").asInt()).isPositive();
        assertThat(unmapped.path("summary").asText()).contains("fail now");
        assertThat(hub.get("/api/v1/dead-letters?limit=500").path("items")).isEmpty();
        assertThat(hub.get("/api/v1/deliveries?event=" + id + "&destination=slack").path("items").findValuesAsText("state")).containsExactly("delivered");
        assertThat(effects()).isEqualTo(before);
        assertThat(routings(id)).isEqualTo(1);
    }

    @Test
    void aTrialSaysHowManyOfHowMany() {
        live(SINK, "");
        routed(published());
        routed(published());

        JsonNode result = hub.post("/api/v1/routes/try", Map.of("files", Map.of(PROBE, route(".log(\"x\")", "")),
                "since", "10m", "type", TYPE, "limit", 1));

        assertThat(result.path("events").asInt()).isEqualTo(1);
        assertThat(result.path("of").asInt()).isGreaterThan(1);
        assertThat(result.path("summary").asText()).startsWith("1 of " + result.path("of").asInt() + " events").endsWith(": -1 slack");
        assertThat(result.fieldNames().next()).isEqualTo("summary");
    }

    private long effects() {
        return SimulatedProvider.values().stream().mapToLong(hub::effects).sum();
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
