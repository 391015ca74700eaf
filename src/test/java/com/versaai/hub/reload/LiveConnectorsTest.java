package com.versaai.hub.reload;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import com.versaai.hub.engine.Brokers;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.support.Bus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A connector that is dropped into the folders of a running hub, changed and taken away. */
class LiveConnectorsTest extends ReloadCase {

    private static final String MANIFEST = "routes/connectors/pager/connector.yaml";
    private static final String MAPPING = "routes/connectors/pager/page.jq";
    private static final String SINK = "kamelets/pager-message-sink.kamelet.yaml";
    private static final String ROUTE = "routes/events/PagerEvents.java";
    private static final String SHOP = "routes/connectors/shop/connector.yaml";

    @Autowired
    private Topics topics;
    @Autowired
    private Brokers brokers;

    private StubMapping stub;

    @BeforeEach
    void provider() {
        stub = hub.simulators().wireMock().stubFor(post(urlPathEqualTo("/pager/messages")).willReturn(aResponse().withStatus(202)));
    }

    @AfterEach
    void noProvider() {
        hub.simulators().wireMock().removeStub(stub);
    }

    private String manifest(String more) {
        return """
                title: Pager
                kind: pager
                settings:
                  base-url: {title: Address, type: url, default: "%s"}
                kamelet: pager-message-sink
                actions:
                  page: {object: page}
                destinations:
                  pager: {}
                """.formatted(hub.simulators().wireMock().baseUrl() + "/pager") + more;
    }

    private static String sink() {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: pager-message-sink
                  annotations: {camel.apache.org/provider: "VersaAI integration hub", camel.apache.org/kamelet.group: "Pager"}
                  labels: {camel.apache.org/kamelet.type: "sink"}
                spec:
                  definition:
                    title: Pager
                    description: Pages somebody.
                    type: object
                    properties:
                      path: {title: Path, description: Path., type: string, default: "/messages"}
                  dependencies: ["camel:http", "camel:kamelet", "camel:core"]
                  template:
                    from:
                      uri: "kamelet:source"
                      steps:
                        - removeHeaders: {pattern: "*"}
                        - to:
                            uri: "{{hub.provider.pager.base-url}}{{path}}"
                            parameters: {httpMethod: POST, skipResponseHeaders: true}
                """;
    }

    private static String route() {
        return """
                package events;

                import org.apache.camel.builder.RouteBuilder;

                public class PagerEvents extends RouteBuilder {
                    @Override
                    public void configure() {
                        from("kamelet:hub-event-source?topics=hub.events.slack.message.received&subscriber=pager-events-notify")
                            .routeId("pager-events-notify").routeGroup("events").routeDescription("test").routeConfigurationId("hub-events")
                            .to("kamelet:hub-delivery-sink?to=pager&action=page&why=test");
                    }
                }
                """;
    }

    private void dropIn() {
        folders.write(MAPPING, "{key: .id, payload: {text: .data.text}}");
        folders.write(SINK, sink());
        folders.write(MANIFEST, manifest(""));
        await("its route").atMost(SOON).until(() -> camel.getRoute("pager-deliver") != null && problems().isEmpty());
        folders.write(ROUTE, route());
        await("a route that plans for it").atMost(SOON).until(() -> camel.getRoute("pager-events-notify") != null);
    }

    private JsonNode integration() {
        for (JsonNode one : hub.get("/api/v1/integrations").path("items")) {
            if (one.path("destination").asText().equals("pager")) {
                return one;
            }
        }
        return null;
    }

    private boolean isMeasured() {
        return meters.find("hub.circuit.state").tag("destination", "pager").gauge() != null
                && meters.find("hub.delivery.backlog").tag("destination", "pager").gauge() != null;
    }

    @Test
    void deliversWithoutARestartAndStopsNobody() {
        Map<String, Route> before = routes();

        dropIn();

        before.forEach((id, route) -> assertThat(camel.getRoute(id)).as(id + " runs on").isSameAs(route));
        hub.deliveryWhen(hub.publish("slack.message.received", Map.of("text", "hello")), "pager", "delivered");
        hub.simulators().wireMock().verify(postRequestedFor(urlPathEqualTo("/pager/messages")).withRequestBody(equalTo("{\"text\":\"hello\"}")));
        assertThat(integration().path("circuit").asText()).isEqualTo("CLOSED");
        assertThat(isMeasured()).isTrue();
    }

    @Test
    void anEventTypeIsLiveWithItsManifestAndKeptUntilARouteTakesIt() {
        dropIn();
        folders.write(SHOP, "title: Shop\nkind: product\nevent-types: [order.placed]\n");
        await("its topic").atMost(SOON).until(() -> topics.ofEvent("order.placed").equals("hub.events.order.placed") && problems().isEmpty()
                && camel.getRoute("other-events-keep").getEndpoint().getEndpointUri().contains("other-events-keep"));

        String kept = hub.publish("order.placed", Map.of("id", "o-1"));
        await("in its own topic").atMost(SOON).until(() -> !new Bus(brokers.address()).all("hub.events.order.placed").isEmpty());
        hub.timeline(kept, timeline -> timeline.path("events").size() == 1);

        folders.write("routes/events/OrderEvents.java", route().replace("PagerEvents", "OrderEvents").replace("pager-events-notify", "order-events-notify")
                .replace("hub.events.slack.message.received", "hub.events.order.placed"));
        await("a route that takes it").atMost(SOON).until(() -> camel.getRoute("order-events-notify") != null);
        assertThat(hub.get("/api/v1/routes/lint").path("findings")).isEmpty();
        hub.deliveryWhen(hub.publish("order.placed", Map.of("id", "o-2", "text", "two")), "pager", "delivered");

        folders.delete("routes/events/OrderEvents.java");
        folders.delete(SHOP);
        await("gone").atMost(SOON).until(() -> topics.ofEvent("order.placed").equals("hub.events.unknown") && problems().isEmpty());
    }

    @Test
    void aSourceIsLiveWithItsManifest() {
        assertThat(status("/webhooks/shop")).isEqualTo(404);
        folders.write("routes/connectors/shop/inbound.jq", "empty");
        folders.write(SHOP, """
                title: Shop
                kind: product
                settings:
                  webhook-secrets: {title: Secrets, secret: true}
                inbound:
                  verification: {scheme: bearer}
                """);
        // There, and refusing everybody: nobody gave it a secret.
        await("the source").atMost(SOON).until(() -> status("/webhooks/shop") == 503);
        folders.delete(SHOP);
        await("gone").atMost(SOON).until(() -> status("/webhooks/shop") == 404);
        assertThat(problems()).isEmpty();
    }

    private int status(String path) {
        return hub.callAs(null, "POST", path, "{}".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json")).status();
    }

    @Test
    void whatWaitsForOneThatIsGoneIsThereWhenItIsBack() {
        dropIn();
        hub.deliveryWhen(hub.publish("slack.message.received", Map.of("text", "first")), "pager", "delivered");
        Map<String, Route> others = routes();
        others.keySet().removeIf(id -> id.startsWith("pager"));

        folders.delete(ROUTE);
        await().atMost(SOON).until(() -> camel.getRoute("pager-events-notify") == null);
        folders.delete(MANIFEST);
        await("its route goes").atMost(SOON).until(() -> camel.getRoute("pager-deliver") == null);
        await("its gauges go").atMost(SOON).until(() -> !isMeasured());
        assertThat(integration()).isNull();
        others.forEach((id, route) -> assertThat(camel.getRoute(id)).as(id + " runs on").isSameAs(route));

        template.sendBodyAndHeader("kafka:hub.deliveries.pager", waiting(), "kafka.KEY", "x");
        folders.write(MANIFEST, manifest("concurrency: 2\n"));

        await("it is delivered then").atMost(SOON).untilAsserted(() -> hub.simulators().wireMock()
                .verify(postRequestedFor(urlPathEqualTo("/pager/messages")).withRequestBody(equalTo("{\"text\":\"waited\"}"))));
    }

    @Test
    void aBrokenManifestStopsNobody() {
        dropIn();
        Map<String, Route> before = routes();

        folders.write(MANIFEST, manifest("concurrency: many\n"));

        JsonNode problem = problem(MANIFEST);
        assertThat(problem.path("line").asInt()).isEqualTo(10);
        assertThat(problem.path("running").asBoolean()).isTrue();
        before.forEach((id, route) -> assertThat(camel.getRoute(id)).as(id).isSameAs(route));
        hub.deliveryWhen(hub.publish("slack.message.received", Map.of("text", "still")), "pager", "delivered");
    }

    @Test
    void newNumbersHoldAtOnce() {
        dropIn();
        Map<String, Route> others = routes();
        others.remove("pager-deliver");

        Route first = camel.getRoute("pager-deliver");

        folders.write(MANIFEST, manifest("concurrency: 2\npolicy:\n  circuit: {failure-rate: 90}\n"));

        await("built anew").atMost(SOON).until(() -> camel.getRoute("pager-deliver") != null && camel.getRoute("pager-deliver") != first);
        others.forEach((id, route) -> assertThat(camel.getRoute(id)).as(id).isSameAs(route));
        hub.deliveryWhen(hub.publish("slack.message.received", Map.of("text", "faster")), "pager", "delivered");
    }

    private static byte[] waiting() {
        return """
                {"id":"w-1/pager/page","destination":"pager","action":"page","eventId":"w-1","eventType":"slack.message.received","subject":"s",
                 "eventTime":"2026-01-05T10:00:00Z","round":0,"key":"w-1","payload":{"text":"waited"}}""".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
