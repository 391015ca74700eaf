package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.catalog.Catalog.Route;
import com.versaai.hub.catalog.FlowGraph.Node;
import com.versaai.hub.catalog.FlowLayout.Area;
import com.versaai.hub.catalog.FlowLayout.Drawing;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** SVG and Mermaid of small hubs. */
class FlowPictureTest {

    @Test
    void svgShowsEveryNodeAndEdge() throws Exception {
        FlowGraph graph = SmallHub.whole().graph();
        Document svg = parsed(FlowSvg.of(graph));
        assertThat(attributes(svg, "g", "data-id")).containsAll(graph.nodes().stream().map(Node::id).toList())
                .contains("family:hub.events.*", "family:hub.deliveries.*");
        assertThat(attributes(svg, "path", "data-from")).hasSameSizeAs(graph.edges());
        assertThat(svg.getDocumentElement().getTextContent()).contains("payment.processed", "POST /webhooks/stripe", "slack-sink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"onload=\"x", "a&b;'c'", "]]>", "día 🎉", "#quot;"})
    void namesAreTextAndNeverMarkup(String name) throws Exception {
        staysText(name, name);
    }

    @Test
    void whatXmlCannotHoldIsReplaced() throws Exception {
        staysText("a\u0000b\u0007c" + (char) 0xD800, "a\uFFFDb\uFFFDc\uFFFD");
    }

    private static void staysText(String name, String held) throws Exception {
        FlowGraph graph = new SmallHub().add(new Route(name, name, name, name, name, List.of("direct:x", "hub.inbox" + name), List.of("hub.events." + name), List.of(name),
                List.of(), name)).graph();
        Document svg = parsed(FlowSvg.of(graph));
        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        assertThat(attributes(svg, "g", "data-id")).contains("route:" + held);
        assertThat(texts(svg)).contains(held);
        for (String line : FlowMermaid.of(graph).lines().skip(1).toList()) {
            assertThat(line).matches("    .*").satisfies(text -> assertThat(text.replaceAll("[^\"]", "").length() % 2).as(text).isZero());
            assertThat(label(line)).doesNotContain("<", ">", "&", "\"");
        }
    }

    @Test
    void anEmptyHubHasAPictureThatSaysSo() throws Exception {
        FlowGraph graph = new SmallHub().graph();
        assertThat(texts(parsed(FlowSvg.of(graph)))).contains("No route is running.");
        assertThat(FlowMermaid.of(graph)).isEqualTo("flowchart LR\n");
        assertThat(texts(parsed(FlowSvg.of(SmallHub.whole().graph())))).doesNotContain("No route is running.");
    }

    @Test
    void fiftyRoutesDoNotCoverEachOther() {
        SmallHub hub = new SmallHub();
        for (int i = 0; i < 50; i++) {
            hub.type("type" + i).destination("destination" + i, true)
                    .route("event-route-" + i, List.of("hub.events.type" + i), List.of("hub.deliveries.destination" + (i * 7) % 50), List.of())
                    .route("deliver-" + i, List.of("hub.deliveries.destination" + i), List.of(), List.of("direct:given-up"));
        }
        FlowGraph graph = hub.route("given-up", List.of("direct:given-up"), List.of("hub.events.type1"), List.of()).graph();
        Drawing drawing = FlowLayout.of(graph);
        List<Area> boxes = graph.nodes().stream().map(node -> drawing.areas().get(node.id())).toList();
        assertThat(boxes).hasSize(201).allSatisfy(box -> {
            assertThat(box.x()).isGreaterThan(0);
            assertThat(box.right()).isLessThan(drawing.width());
            assertThat(box.y() + box.height()).isLessThan(drawing.height());
        });
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(overlap(boxes.get(i), boxes.get(j))).as(boxes.get(i) + " and " + boxes.get(j)).isFalse();
            }
        }
    }

    @Test
    void connectedBoxesStandSideBySide() {
        SmallHub hub = new SmallHub();
        for (int i = 0; i < 9; i++) {
            hub.destination("d" + i, true);
        }
        for (int i = 8; i >= 0; i--) {
            hub.route("deliver-" + i, List.of("hub.deliveries.d" + i), List.of(), List.of());
        }
        Drawing drawing = FlowLayout.of(hub.graph());
        for (int i = 0; i < 9; i++) {
            assertThat(drawing.areas().get("route:deliver-" + i).y()).isEqualTo(drawing.areas().get("topic:hub.deliveries.d" + i).y());
        }
    }

    @Test
    void theNameOfAFrameFitsIntoIt() {
        Drawing drawing = FlowLayout.of(new SmallHub().destination("a", true).graph());
        assertThat(drawing.areas().get("family:hub.deliveries.*").width()).isGreaterThan("hub.deliveries.*".length() * 6 + 18);
    }

    @Test
    void aLongNameIsShortenedInItsBoxOnly() throws Exception {
        String name = "r".repeat(90);
        Document svg = parsed(FlowSvg.of(new SmallHub().route(name, List.of("timer:x"), List.of(), List.of()).graph()));
        assertThat(texts(svg)).contains("r".repeat(45) + '…').doesNotContain(name);
        assertThat(attributes(svg, "g", "data-id")).contains("route:" + name);
    }

    @Test
    void linesOverSeveralStagesAndBackKeepClearOfTheBoxes() {
        Drawing drawing = FlowLayout.of(SmallHub.whole().graph());
        int firstBox = drawing.areas().values().stream().mapToInt(Area::y).min().orElseThrow();
        int lastBox = drawing.areas().values().stream().mapToInt(area -> area.y() + area.height()).max().orElseThrow();
        assertThat(path(drawing, "route:tick", "family:hub.deliveries.*")).anySatisfy(y -> assertThat(y).isLessThan(firstBox));
        assertThat(path(drawing, "route:given-up", "topic:hub.events.integration.failed")).anySatisfy(y -> assertThat(y).isGreaterThan(lastBox));
    }

    @Test
    void mermaidHasTheSameNodesAndEdges() {
        FlowGraph graph = SmallHub.whole().graph();
        String text = FlowMermaid.of(graph);
        assertThat(text).startsWith("flowchart LR\n").contains("subgraph f0[\"hub.events.*\"]", "[(\"payment.processed\")]", "[\"slack-deliver\"]",
                "(\"mail (off)\")");
        assertThat(text.lines().filter(line -> line.contains(" --> ") || line.contains(" -.-> "))).hasSameSizeAs(graph.edges());
        assertThat(text.lines().filter(line -> line.contains(" -.-> "))).hasSize(1);
        String slack = text.lines().filter(line -> line.contains("\"slack-deliver\"")).findFirst().orElseThrow().strip().replaceAll("\\W.*", "");
        assertThat(text).contains("    " + slack + " -.-> ");
    }

    private static boolean overlap(Area a, Area b) {
        return a.x() < b.right() && b.x() < a.right() && a.y() < b.y() + b.height() && b.y() < a.y() + a.height();
    }

    private static List<Integer> path(Drawing drawing, String from, String to) {
        String path = drawing.lines().stream().filter(line -> line.edge().from().equals(from) && line.edge().to().equals(to)).findFirst().orElseThrow().path();
        List<Integer> heights = new ArrayList<>();
        Pattern.compile("-?\\d+ (-?\\d+)").matcher(path).results().forEach(point -> heights.add(Integer.parseInt(point.group(1))));
        return heights;
    }

    private static String label(String line) {
        return line.contains("[\"") ? line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')) : "";
    }

    static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg) {
        List<String> texts = new ArrayList<>();
        elements(svg, "text").forEach(text -> texts.add(text.getTextContent()));
        return texts;
    }

    private static List<String> attributes(Document svg, String element, String attribute) {
        return elements(svg, element).stream().filter(one -> one.hasAttribute(attribute)).map(one -> one.getAttribute(attribute)).toList();
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
