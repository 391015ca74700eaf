package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.support.Hub;
import com.versaai.hub.support.HubTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The catalog of the whole running hub. */
@HubTest
class CatalogTest {

    private static final List<String> ANSWERS = List.of("/api/v1/catalog", "/catalog/data.json", "/catalog/flows.json", "/catalog/flow.svg",
            "/catalog/flow.mmd", "/catalog");

    @Autowired
    private Hub hub;
    @Autowired
    private CamelContext context;
    @Autowired
    private BusProperties bus;
    @Autowired
    private Destinations delivery;
    @Autowired
    private HubCatalog catalogs;

    @Test
    void everyRunningRouteIsThereItselfOrAsAKameletsInstance() {
        JsonNode catalog = hub.get("/api/v1/catalog");
        Set<String> listed = new TreeSet<>(texts(catalog.at("/routes"), "id"));
        catalog.get("kamelets").forEach(kamelet -> kamelet.get("instances").forEach(id -> listed.add(id.asText())));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(context.getRoutes().stream().map(Route::getId).toList());
        assertThat(texts(catalog.at("/routes"), "id")).contains("payment-events-notify", "slack-deliver", "hub-api", "catalog-get")
                .doesNotHaveDuplicates().noneMatch(id -> id.startsWith("slack-message-sink"));
        assertThat(catalog.get("routes")).allSatisfy(route -> {
            assertThat(route.get("status").asText()).as(route.toString()).isEqualTo("Started");
            assertThat(route.path("description").asText()).as(route.toString()).isNotBlank().doesNotContain("{{");
            assertThat(route.path("group").asText()).as(route.toString()).isNotBlank();
        });
    }

    @Test
    void everyRouteFileIsSomebodysSource() throws IOException {
        List<String> sources = texts(hub.get("/api/v1/catalog").get("routes"), "source");
        try (Stream<Path> files = Files.walk(Path.of("routes/events"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")).toList()).isNotEmpty()
                    .allSatisfy(file -> assertThat(sources).anyMatch(source -> source.matches(".*" + file + ":[1-9]\\d*")));
        }
        assertThat(named(hub.get("/api/v1/catalog").get("routes"), "id", "slack-deliver").get("source").asText()).endsWith("routes/delivery/Deliveries.java");
    }

    @Test
    void tellsWhoProducesAndConsumesAnEventType() {
        JsonNode catalog = hub.get("/api/v1/catalog");
        JsonNode processed = named(catalog.get("eventTypes"), "type", "payment.processed");
        assertThat(strings(processed.get("consumedBy"))).containsExactly("payment-events-notify");
        assertThat(processed.get("producedBy")).extracting(one -> one.get("by").asText(), one -> one.get("through").asText())
                .contains(tuple("inbox-map", "hub.events.*"), tuple("events-publish", "hub.events.*"), tuple("bean circuitEvents", "hub.events.*"), tuple("bean chatEvents", "hub.events.*"))
                .noneMatch(one -> one.toList().contains("delivery-failed") || one.toList().contains("bean routingFailures"));
        JsonNode failed = named(catalog.get("eventTypes"), "type", "integration.failed");
        assertThat(failed.get("producedBy")).extracting(one -> one.get("by").asText(), one -> one.get("through").asText())
                .contains(tuple("delivery-failed", "hub.events.integration.failed"));
        assertThat(strings(failed.get("consumedBy"))).containsExactly("incident-events-notify");
        JsonNode alert = named(catalog.get("eventTypes"), "type", "system.alert");
        assertThat(alert.get("producedBy")).extracting(one -> one.get("by").asText(), one -> one.get("through").asText())
                .contains(tuple("alerts-tell", "hub.events.system.alert"));
        assertThat(strings(alert.get("consumedBy"))).containsExactly("alert-events-notify");
        assertThat(strings(named(catalog.get("eventTypes"), "type", "*").get("consumedBy"))).containsExactly("other-events-keep");
        assertThat(texts(catalog.get("eventTypes"), "type")).containsAll(bus.eventTypes())
                // What a manifest brings along, and everything else.
                .contains("slack.event.received", "*").hasSize(bus.eventTypes().size() + 2);
    }

    @Test
    void tellsWhatARouteDoes() {
        JsonNode routes = hub.get("/api/v1/catalog").get("routes");
        JsonNode payments = named(routes, "id", "payment-events-notify");
        assertThat(strings(payments.get("consumes"))).contains("hub.events.payment.processed", "hub.events.payment.disputed").hasSize(4);
        assertThat(strings(payments.get("produces"))).containsExactlyInAnyOrder("hub.deliveries.amplitude", "hub.deliveries.ga4", "hub.deliveries.hubspot",
                "hub.deliveries.mixpanel", "hub.deliveries.salesforce", "hub.deliveries.segment", "hub.deliveries.slack");
        assertThat(strings(payments.get("kamelets"))).containsExactly("hub-event-source", "hub-publish-sink", "hub-delivery-sink");
        assertThat(strings(named(routes, "id", "other-events-keep").get("produces"))).isEmpty();
        JsonNode slack = named(routes, "id", "slack-deliver");
        assertThat(strings(slack.get("consumes"))).containsExactly("hub.deliveries.slack");
        assertThat(strings(slack.get("onFailure"))).containsExactly("direct:delivery-failed");
        assertThat(slack.get("description").asText()).startsWith("Queue of slack");
        assertThat(strings(slack.get("produces"))).containsExactly("direct:slack-attempt");
        assertThat(strings(named(routes, "id", "slack-call").get("kamelets"))).contains("slack-message-sink", "slack-response-sink");
        assertThat(strings(named(routes, "id", "mixpanel-attempt").get("kamelets"))).containsExactly("mixpanel-event-sink");
        assertThat(strings(named(routes, "id", "parked-deliveries-requeue").get("produces"))).containsExactly("hub.deliveries.*");
        assertThat(strings(named(routes, "id", "stripe-webhook-receive").get("produces"))).containsExactly("hub.inbox");
    }

    @Test
    void tellsTheActionsOfADestination() {
        JsonNode destinations = hub.get("/api/v1/catalog").get("destinations");
        assertThat(texts(destinations, "name")).containsExactlyElementsOf(delivery.all().keySet());
        JsonNode hubspot = named(destinations, "name", "hubspot");
        assertThat(hubspot.get("route").asText()).isEqualTo("hubspot-deliver");
        assertThat(hubspot.get("circuit").asText()).isNotEmpty();
        JsonNode opportunity = named(hubspot.get("actions"), "action", "opportunity");
        assertThat(opportunity.get("mapping").asText()).isEqualTo("routes/connectors/hubspot/opportunity.jq");
        assertThat(opportunity.get("mappingExists").asBoolean()).isTrue();
        assertThat(opportunity.get("route").asText()).isEqualTo("payment-events-notify");
        assertThat(opportunity.get("why").asText()).isEqualTo("payment processed");
        JsonNode mail = named(destinations, "name", "mail");
        assertThat(mail.get("enabled").asBoolean()).isFalse();
        assertThat(texts(mail.get("actions"), "action")).containsExactly("system-alert");
        assertThat(destinations).allSatisfy(one -> assertThat(one.get("actions")).isNotEmpty()
                .allSatisfy(action -> assertThat(action.get("mappingExists").asBoolean()).as(action.toString()).isTrue()));
    }

    @Test
    void tellsParametersAndUsersOfAKamelet() throws IOException {
        JsonNode kamelets = hub.get("/api/v1/catalog").get("kamelets");
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            assertThat(texts(kamelets, "name")).containsExactlyInAnyOrderElementsOf(
                    files.map(file -> file.getFileName().toString().replace(".kamelet.yaml", "")).toList());
        }
        JsonNode slack = named(kamelets, "name", "slack-message-sink");
        assertThat(texts(slack.get("parameters"), "name")).containsExactlyInAnyOrder("account", "connectTimeout", "responseTimeout", "webhooks");
        assertThatObject(named(slack.get("parameters"), "name", "connectTimeout")).returns("2000", one -> one.get("default").asText())
                .returns("integer", one -> one.get("type").asText());
        assertThat(strings(slack.get("usedBy"))).containsExactly("slack-alerts-call", "slack-call", "slack-message-call", "slack-replies-call");
        assertThat(slack.get("outward").asBoolean()).isTrue();
        assertThat(named(kamelets, "name", "hub-delivery-sink").get("outward").asBoolean()).isFalse();
        assertThat(strings(named(kamelets, "name", "hub-delivery-sink").get("usedBy"))).contains("user-events-notify").doesNotContain("other-events-keep");
    }

    @Test
    void everyOperationOfTheContractHasItsRoute() throws IOException {
        JsonNode operations = hub.get("/api/v1/catalog").get("operations");
        assertThat(operations).allSatisfy(operation -> assertThat(operation.hasNonNull("route")).as(operation.toString()).isTrue());
        assertThatObject(named(operations, "operationId", "getCatalog")).returns("catalog-get", one -> one.get("route").asText())
                .returns("GET", one -> one.get("method").asText()).returns("/api/v1/catalog", one -> one.get("path").asText());
        long inContract = hub.call("GET", "/openapi.yaml", null, Map.of()).body().lines().filter(line -> line.strip().matches("operationId: \\w+")).count();
        assertThat(operations.size()).isEqualTo((int) inContract);
    }

    @Test
    void thePictureIsWellFormedAndHasEveryDestinationTypeAndRoute() throws Exception {
        Hub.Answer svg = hub.call("GET", "/catalog/flow.svg", null, Map.of());
        assertThat(svg.headers().get("content-type")).startsWith("image/svg+xml");
        String drawn = FlowPictureTest.parsed(svg.body()).getDocumentElement().getTextContent();
        assertThat(drawn).contains(delivery.all().keySet()).contains(bus.eventTypes()).contains("hub.events.*", "hub.deliveries.*", "hub.inbox");
        JsonNode catalog = hub.get("/api/v1/catalog");
        assertThat(texts(catalog.get("routes"), "id")).filteredOn(id -> !id.equals("hub-api")).allSatisfy(id -> assertThat(drawn).contains(id));
        assertThat(hub.call("GET", "/catalog/flow.mmd", null, Map.of()).body()).startsWith("flowchart LR").contains("hub.events.*", "payment-events-notify");
    }

    @Test
    void everyRouteIsDrawnInAFlowOfItsOwnLink() throws Exception {
        JsonNode flows = hub.read(hub.call("GET", "/catalog/flows.json", null, Map.of()).body());
        JsonNode payments = named(flows, "id", "payment-events-notify");
        assertThat(strings(payments.get("from"))).contains("payment.processed", "payment.disputed").hasSize(4);
        assertThat(strings(payments.get("to"))).contains("slack", "hubspot", "salesforce");
        assertThat(strings(named(flows, "id", "webhook-receive").get("to"))).contains("hub.events.*");
        Set<String> drawn = new TreeSet<>();
        Catalog catalog = catalogs.getCatalog();
        for (String flow : texts(flows, "id")) {
            FlowGraph graph = Flows.of(catalog).graph(flow).orElseThrow();
            FlowPictureTest.parsed(FlowSvg.of(graph));
            graph.nodes().forEach(node -> drawn.add(node.id()));
        }
        assertThat(drawn).containsAll(FlowGraph.of(catalog).nodes().stream().filter(node -> node.kind() == FlowGraph.Kind.ROUTE).map(FlowGraph.Node::id).toList());
        assertThat(hub.call("GET", "/catalog/flow.svg?flow=payment-events-notify", null, Map.of()).body()).contains("payment.disputed", "slack-message-sink")
                .doesNotContain("usage");
        assertThat(hub.call("GET", "/catalog/flow.svg?flow=nobody", null, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void noSecretOfTheSandboxIsAnywhere() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (InputStream settings = CatalogTest.class.getResourceAsStream("/application-sandbox.yaml")) {
            secrets(new Yaml(new SafeConstructor(new LoaderOptions())).load(settings), "", secrets);
        }
        SimulatedProvider.values().forEach(provider -> provider.settings("").forEach((name, value) -> secrets(value, name.replace("[0]", ""), secrets)));
        assertThat(secrets).hasSizeGreaterThan(10).contains("whsec_sandbox", "xoxb-sandbox", "sandbox-api-key", "pat-sandbox");
        for (String path : ANSWERS) {
            assertThat(hub.call("GET", path, null, Map.of()).body()).as(path).isNotEmpty().doesNotContain(secrets).doesNotContain("/slack/services/");
        }
    }

    @Test
    void thePageReadsTheSameAsTheApiAndAllowsNoForeignHost() {
        assertThat(hub.read(hub.call("GET", "/catalog/data.json", null, Map.of()).body())).isEqualTo(hub.get("/api/v1/catalog"));
        for (String path : List.of("/catalog", "/catalog/", "/catalog/index.html", "/catalog/catalog.js", "/catalog/elements.js", "/catalog/flows.js",
                "/catalog/picture.js", "/catalog/catalog.css", "/catalog/flow.svg")) {
            Hub.Answer answer = hub.call("GET", path, null, Map.of());
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.headers().get("content-security-policy")).as(path).contains("default-src 'self'", "frame-ancestors 'none'");
            assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
        }
        String page = hub.call("GET", "/catalog", null, Map.of()).body();
        assertThat(page).contains("/catalog/catalog.js").doesNotContain("http://", "https://", "<script>", "onclick");
        assertThat(hub.call("GET", "/catalog/nothing.js", null, Map.of()).status()).isEqualTo(404);
    }

    @Test
    void theApiAsksForAKey() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(hub.uri("/api/v1/catalog")).build();
        assertThat(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    /** Everything below a name that says secret. */
    private static void secrets(Object value, String name, List<String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> secrets(below, key.toString(), found));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> secrets(one, name, found));
        } else if (name.matches(".*(key|secrets?|token|client-id|service-account)$")) {
            found.add(value.toString());
        }
    }

    private static JsonNode named(JsonNode list, String field, String value) {
        return StreamSupport.stream(list.spliterator(), false).filter(one -> one.path(field).asText().equals(value)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + value + " in " + list));
    }

    private static List<String> texts(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false).map(one -> one.path(field).asText()).toList();
    }

    private static List<String> strings(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
