package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlowsTest {

    private final Flows flows = Flows.of(SmallHub.whole().catalog());

    @Test
    void saysWhatSetsAFlowOffAndWhereItLeads() {
        assertThat(flows.list()).extracting(Flow::id, Flow::from, Flow::to, Flow::off).containsExactly(
                tuple("notify", List.of("payment.processed"), List.of("slack"), false),
                tuple("receive", List.of("POST /webhooks/stripe"), List.of("hub.events.*"), false),
                tuple("tick", List.of("timer:tick"), List.of("hub.deliveries.*"), false),
                tuple("bean:circuitEvents", List.of(), List.of("hub.events.*"), false),
                // Nobody plans a delivery to it, but it is a flow all the same.
                tuple("mail-deliver", List.of("mail"), List.of(), true));
    }

    @Test
    void aFlowGoesFromTheEventToTheProviderAndOnFailureToWhatIsPublished() {
        FlowGraph graph = flows.graph("notify").orElseThrow();
        assertThat(graph.nodes()).extracting(Node::id, Node::column).containsExactlyInAnyOrder(
                tuple("topic:hub.events.payment.processed", 0), tuple("route:notify", 1), tuple("topic:hub.deliveries.slack", 2),
                tuple("route:slack-deliver", 3), tuple("kamelet:slack-sink", 4), tuple("route:given-up", 4),
                tuple("topic:hub.events.integration.failed", 5));
        assertThat(graph.edges()).contains(new Edge("route:slack-deliver", "route:given-up", true)).hasSize(6);
    }

    @Test
    void aWebhookEndsAtTheEventsAndATimerAtTheQueues() {
        assertThat(flows.graph("receive").orElseThrow().nodes()).extracting(Node::id).containsExactlyInAnyOrder("from:direct:receive", "route:receive",
                "topic:hub.inbox", "route:map", "family:hub.events.*");
        assertThat(flows.graph("tick").orElseThrow().edges()).containsExactlyInAnyOrder(new Edge("from:timer:tick", "route:tick", false),
                new Edge("route:tick", "family:hub.deliveries.*", false));
    }

    @Test
    void everyRouteIsInAFlowAndEveryLineOfItsPictureHasBothEnds() throws Exception {
        TreeSet<String> drawn = new TreeSet<>();
        for (Flow flow : flows.list()) {
            FlowGraph graph = flows.graph(flow.id()).orElseThrow();
            assertThat(FlowLayout.of(graph).lines()).as(flow.id()).hasSameSizeAs(graph.edges());
            FlowPictureTest.parsed(FlowSvg.of(graph));
            graph.nodes().forEach(node -> drawn.add(node.id()));
        }
        assertThat(drawn).containsAll(SmallHub.whole().graph().nodes().stream().filter(node -> node.kind() == FlowGraph.Kind.ROUTE).map(Node::id).toList());
    }

    @Test
    void aCircleIsDrawnOnce() {
        Flows circle = Flows.of(new SmallHub().route("a", List.of("direct:a"), List.of("direct:b"), List.of())
                .route("b", List.of("direct:b"), List.of("direct:a"), List.of())
                .route("loop", List.of("hub.events.x"), List.of("hub.events.x"), List.of()).catalog());
        assertThat(circle.list()).extracting(Flow::id).containsExactlyInAnyOrder("a", "loop");
        assertThat(circle.graph("a").orElseThrow().nodes()).extracting(Node::id, Node::column).containsExactly(tuple("route:a", 0), tuple("route:b", 1));
        assertThat(circle.graph("loop").orElseThrow().edges()).hasSize(2);
    }

    @Test
    void deliveriesNobodyPlansBeginAtTheirQueue() {
        assertThat(Flows.of(new SmallHub().route("a-attempt", List.of("direct:a"), List.of(), List.of()).destination("a", true)
                .route("z-deliver", List.of("hub.deliveries.a"), List.of("direct:a"), List.of()).catalog()).list())
                .extracting(Flow::id, Flow::from).containsExactly(tuple("z-deliver", List.of("a")));
    }

    @Test
    void nobodysFlowIsNone() {
        assertThat(flows.graph("nobody")).isEmpty();
        assertThat(flows.graph("")).isEmpty();
    }

    @Test
    void aColumnIsCalledAfterWhatStandsInIt() {
        assertThat(FlowLayout.of(flows.graph("notify").orElseThrow()).headings()).extracting(FlowLayout.Heading::text)
                .containsExactly("event types", "routes", "queues", "routes", "kamelets, routes", "event types");
        assertThat(FlowLayout.of(flows.graph("receive").orElseThrow()).headings()).extracting(FlowLayout.Heading::text)
                .containsExactly("asked by", "routes", "topics", "routes", "event types");
    }
}
