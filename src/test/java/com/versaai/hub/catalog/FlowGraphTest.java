package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowGraphTest {

    @Test
    void followsAMessageFromTheSenderToTheProvider() {
        FlowGraph graph = SmallHub.whole().graph();
        assertThat(graph.edges()).contains(
                new Edge("from:direct:receive", "route:receive", false),
                new Edge("route:receive", "topic:hub.inbox", false),
                new Edge("topic:hub.inbox", "route:map", false),
                new Edge("route:map", "family:hub.events.*", false),
                new Edge("topic:hub.events.payment.processed", "route:notify", false),
                new Edge("route:notify", "topic:hub.deliveries.slack", false),
                new Edge("topic:hub.deliveries.slack", "route:slack-deliver", false),
                new Edge("route:slack-deliver", "kamelet:slack-sink", false));
        assertThat(List.of("from:direct:receive", "route:receive", "topic:hub.inbox", "route:map", "topic:hub.events.payment.processed",
                "route:notify", "topic:hub.deliveries.slack", "route:slack-deliver", "kamelet:slack-sink"))
                .extracting(id -> node(graph, id).column()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(node(graph, "from:direct:receive").label()).isEqualTo("POST /webhooks/stripe");
    }

    @Test
    void whatIsTakenOnFailureIsMarkedAndLeadsBack() {
        FlowGraph graph = SmallHub.whole().graph();
        assertThat(graph.edges()).contains(new Edge("route:slack-deliver", "route:given-up", true),
                new Edge("route:given-up", "topic:hub.events.integration.failed", false));
        assertThat(node(graph, "route:given-up").column()).isEqualTo(FlowGraph.CALL);
    }

    @Test
    void topicsOfAFamilyAreInIt() {
        FlowGraph graph = SmallHub.whole().graph();
        assertThat(node(graph, "topic:hub.events.payment.processed")).returns("family:hub.events.*", Node::family).returns("payment.processed", Node::label);
        assertThat(node(graph, "topic:hub.inbox").family()).isNull();
        assertThat(graph.edges()).contains(new Edge("route:tick", "family:hub.deliveries.*", false),
                new Edge("bean:circuitEvents", "family:hub.events.*", false));
    }

    @Test
    void aDestinationThatIsOffIsShownAsOff() {
        FlowGraph graph = SmallHub.whole().graph();
        assertThat(node(graph, "topic:hub.deliveries.mail").off()).isTrue();
        assertThat(node(graph, "route:mail-deliver").off()).isTrue();
        assertThat(node(graph, "topic:hub.deliveries.slack").off()).isFalse();
        assertThat(node(graph, "route:slack-deliver").off()).isFalse();
    }

    @Test
    void aStoppedRouteWithoutDescriptionGroupAndSourceIsDrawn() {
        FlowGraph graph = new SmallHub().add(new Route("bare", null, null, null, null, List.of(), List.of(), List.of(), List.of(), "Stopped")).graph();
        assertThat(graph.nodes()).singleElement().returns("bare", Node::label).returns(true, Node::off).returns("bare\nStopped", Node::about);
    }

    @Test
    void onlyKameletsThatCallSomebodyAreDrawn() {
        assertThat(SmallHub.whole().graph().nodes()).extracting(Node::id).contains("kamelet:slack-sink").doesNotContain("kamelet:plan-sink");
    }

    @Test
    void aNameDecidedByTheMessageLeadsToAllThatFit() {
        FlowGraph graph = new SmallHub()
                .operation("ask", "POST", "/ask")
                .route("chain", List.of("direct:ask"), List.of("direct:via-*"), List.of())
                .route("one", List.of("direct:via-one"), List.of(), List.of())
                .route("two", List.of("direct:via-two"), List.of(), List.of())
                .route("other", List.of("direct:other"), List.of(), List.of())
                .graph();
        assertThat(graph.edges()).containsExactlyInAnyOrder(new Edge("from:direct:ask", "route:chain", false),
                new Edge("route:chain", "route:one", false), new Edge("route:chain", "route:two", false));
        assertThat(node(graph, "route:two").column()).isEqualTo(FlowGraph.TOPIC);
    }

    @Test
    void circlesEnd() {
        FlowGraph graph = new SmallHub()
                .route("a", List.of("direct:a"), List.of("direct:b"), List.of())
                .route("b", List.of("direct:b"), List.of("direct:a", "direct:b"), List.of())
                .route("loop", List.of("hub.events.x"), List.of("hub.events.x"), List.of())
                .graph();
        assertThat(graph.edges()).containsExactlyInAnyOrder(new Edge("route:a", "route:b", false), new Edge("route:b", "route:a", false),
                new Edge("topic:hub.events.x", "route:loop", false), new Edge("route:loop", "topic:hub.events.x", false));
    }

    @Test
    void theRouteOfTheContractIsDrawnAsItsOperations() {
        FlowGraph graph = new SmallHub().operation("list", "GET", "/api/v1/list")
                .route("hub-api", List.of("rest-openapi:openapi/hub.yaml"), List.of("direct:list"), List.of())
                .route("list-get", List.of("direct:list"), List.of(), List.of()).graph();
        assertThat(graph.nodes()).extracting(Node::id).containsExactlyInAnyOrder("from:direct:list", "route:list-get");
        assertThat(graph.edges()).containsExactly(new Edge("from:direct:list", "route:list-get", false));
    }

    private static Node node(FlowGraph graph, String id) {
        return graph.nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow(() -> new AssertionError("no " + id));
    }
}
