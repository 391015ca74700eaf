package com.versaai.hub.catalog;

import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Family;
import com.versaai.hub.catalog.FlowGraph.Node;
import com.versaai.hub.catalog.FlowLayout.Area;
import com.versaai.hub.catalog.FlowLayout.Drawing;
import java.util.Locale;

/** The picture of the flow as SVG, complete in itself. */
final class FlowSvg {

    private static final String STYLE = """
            text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1d2733}
            .heading{font:600 12px system-ui,sans-serif;fill:#5b6876;text-transform:uppercase;letter-spacing:.06em}
            .node rect{stroke:#9aa7b5;fill:#fff}
            .caller rect{fill:#eef2f6}.topic rect{fill:#fff3d1;stroke:#d9b44a}.kamelet rect{fill:#def3e4;stroke:#6fb586}
            .route rect{fill:#e3edfb;stroke:#6d9bd8}.bean rect{fill:#efe6f8;stroke:#a583c9}
            .off rect{fill:#f4f4f4;stroke:#b8b8b8;stroke-dasharray:4 3}.off text{fill:#8a8a8a}
            .family rect{fill:#fffaf0;stroke:#d9b44a;stroke-dasharray:2 3}.family text{font-weight:600;fill:#8a6a10}
            .edge{fill:none;stroke:#8391a1;stroke-width:1.2}.edge.failure{stroke:#c9573f;stroke-dasharray:5 3}
            #arrow path{fill:#8391a1}#failure path{fill:#c9573f}
            """;

    private FlowSvg() {
    }

    static String of(FlowGraph graph) {
        Drawing drawing = FlowLayout.of(graph);
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + drawing.width() + "\" height=\""
                + drawing.height() + "\" viewBox=\"0 0 " + drawing.width() + ' ' + drawing.height() + "\" role=\"img\">\n");
        svg.append("<title>The flow of messages through the hub</title>\n<style>").append(STYLE).append("</style>\n<defs>")
                .append(marker("arrow")).append(marker("failure")).append("</defs>\n");
        if (graph.nodes().isEmpty()) {
            svg.append("<text x=\"24\" y=\"40\">No route is running.</text>\n");
        }
        drawing.headings().forEach(heading -> svg.append("<text class=\"heading\" x=\"").append(heading.x()).append("\" y=\"24\">")
                .append(escaped(heading.text())).append("</text>\n"));
        for (Family family : graph.families()) {
            if (drawing.areas().containsKey(family.id())) {
                family(svg, family, drawing.areas().get(family.id()));
            }
        }
        drawing.lines().forEach(line -> edge(svg, line.edge(), line.path()));
        graph.nodes().forEach(node -> node(svg, node, drawing.areas().get(node.id())));
        return svg.append("</svg>\n").toString();
    }

    private static String marker(String id) {
        return "<marker id=\"" + id + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
                + "<path d=\"M0 0L8 4L0 8z\"/></marker>";
    }

    private static void family(StringBuilder svg, Family family, Area area) {
        svg.append("<g class=\"family\" data-id=\"").append(escaped(family.id())).append("\">").append(rectangle(area, 10))
                .append(text(area.x() + 9, area.y() + 16, FlowLayout.label(family.label()))).append("</g>\n");
    }

    private static void edge(StringBuilder svg, Edge edge, String path) {
        svg.append("<path class=\"edge").append(edge.onFailure() ? " failure" : "").append("\" data-from=\"").append(escaped(edge.from()))
                .append("\" data-to=\"").append(escaped(edge.to())).append("\" d=\"").append(path).append("\" marker-end=\"url(#")
                .append(edge.onFailure() ? "failure" : "arrow").append(")\"/>\n");
    }

    private static void node(StringBuilder svg, Node node, Area area) {
        svg.append("<g class=\"node ").append(node.kind().name().toLowerCase(Locale.ROOT)).append(node.off() ? " off" : "")
                .append("\" data-id=\"").append(escaped(node.id()));
        if (node.family() != null) {
            svg.append("\" data-family=\"").append(escaped(node.family()));
        }
        svg.append("\"><title>").append(escaped(node.about())).append("</title>")
                .append(rectangle(area, node.kind() == FlowGraph.Kind.TOPIC ? FlowLayout.BOX / 2 : 4))
                .append(text(area.x() + 9, area.y() + 16, FlowLayout.label(node.label()))).append("</g>\n");
    }

    private static String rectangle(Area area, int radius) {
        return "<rect x=\"" + area.x() + "\" y=\"" + area.y() + "\" width=\"" + area.width() + "\" height=\"" + area.height()
                + "\" rx=\"" + radius + "\"/>";
    }

    private static String text(int x, int y, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\">" + escaped(text) + "</text>";
    }

    /** For text and attributes; what XML cannot hold at all becomes a replacement character. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
