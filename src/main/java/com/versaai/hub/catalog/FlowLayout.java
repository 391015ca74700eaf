package com.versaai.hub.catalog;

import com.versaai.hub.catalog.FlowGraph.Edge;
import com.versaai.hub.catalog.FlowGraph.Family;
import com.versaai.hub.catalog.FlowGraph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where everything is drawn. One column per stage; a line to the next column is a curve, a line over several columns runs in a
 * lane above them, a line back in a lane below.
 */
final class FlowLayout {

    static final int BOX = 24;
    static final int LONGEST = 46;
    private static final int PITCH = 31;
    private static final int WIDEST_STEP = 62;
    private static final int GUTTER = 64;
    private static final int MARGIN = 24;
    private static final int HEADING = 34;
    private static final int LANE = 11;
    private static final int FRAME_TITLE = 24;
    private static final int FRAME_PAD = 9;
    /** Width of one character of the monospaced font, a little more than most fonts have. */
    private static final double CHARACTER = 7.35;

    private static final double HEADING_CHARACTER = 10;

    private final FlowGraph graph;
    private final List<List<Node>> columns;
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final Map<String, Integer> columnOf = new HashMap<>();
    private final Map<String, Integer> lanesAbove = new LinkedHashMap<>();
    private final Map<String, Integer> lanesBelow = new LinkedHashMap<>();
    private final List<Integer> lefts = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private final List<Integer> stages = new ArrayList<>();
    private int top;
    private int bottom;

    private FlowLayout(FlowGraph graph) {
        this.graph = graph;
        this.columns = FlowOrder.of(graph);
    }

    record Area(int x, int y, int width, int height) {

        int right() {
            return x + width;
        }

        int middle() {
            return y + height / 2;
        }
    }

    record Line(Edge edge, String path) {
    }

    record Heading(String text, int x) {
    }

    /** @param areas of nodes and families, by id */
    record Drawing(Map<String, Area> areas, List<Line> lines, List<Heading> headings, int width, int height) {
    }

    static Drawing of(FlowGraph graph) {
        FlowLayout layout = new FlowLayout(graph);
        layout.measureColumns();
        layout.assignLanes();
        layout.placeNodes();
        layout.placeFamilies();
        List<Line> lines = graph.edges().stream().filter(layout::drawn).map(edge -> new Line(edge, layout.path(edge))).toList();
        List<Heading> headings = new ArrayList<>();
        for (int i = 0; i < layout.columns.size(); i++) {
            headings.add(new Heading(FlowGraph.heading(layout.columns.get(i)), layout.lefts.get(i)));
        }
        int last = layout.columns.size() - 1;
        int width = last < 0 ? 400 : layout.lefts.get(last) + Math.max(layout.widths.get(last), headingWidth(layout.columns.get(last))) + MARGIN + FRAME_PAD;
        return new Drawing(layout.areas, lines, headings, width, layout.bottom + MARGIN + (layout.lanesBelow.size() + 1) * LANE);
    }

    static String label(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + '…';
    }

    private void measureColumns() {
        int x = MARGIN;
        for (List<Node> column : columns) {
            int stage = column.get(0).column();
            int longest = Stream.concat(column.stream().map(node -> label(node.label())),
                    graph.families().stream().filter(family -> family.column() == stage).map(family -> label(family.label())))
                    .mapToInt(String::length).max().orElse(1);
            int width = (int) Math.ceil(longest * CHARACTER) + 18;
            x = lefts.isEmpty() ? x : Math.max(x, lefts.get(lefts.size() - 1) + headingWidth(columns.get(lefts.size() - 1)));
            int index = lefts.size();
            column.forEach(node -> columnOf.put(node.id(), index));
            stages.add(stage);
            lefts.add(x);
            widths.add(width);
            x += width + GUTTER;
        }
        for (Family family : graph.families()) {
            int index = stages.indexOf(family.column());
            if (index >= 0) {
                columnOf.put(family.id(), index);
            }
        }
    }

    private static int headingWidth(List<Node> column) {
        return (int) Math.ceil(FlowGraph.heading(column).length() * HEADING_CHARACTER) + MARGIN;
    }

    /** One lane for all lines that end at the same place. */
    private void assignLanes() {
        for (Edge edge : graph.edges()) {
            if (drawn(edge)) {
                int span = span(edge);
                if (span > 1) {
                    lanesAbove.putIfAbsent(edge.to(), lanesAbove.size());
                } else if (span < 0) {
                    lanesBelow.putIfAbsent(edge.to(), lanesBelow.size());
                }
            }
        }
        top = HEADING + MARGIN + lanesAbove.size() * LANE + FRAME_TITLE;
    }

    private void placeNodes() {
        int most = columns.stream().mapToInt(List::size).max().orElse(1);
        int body = most * PITCH;
        bottom = top + body;
        for (int i = 0; i < columns.size(); i++) {
            List<Node> column = columns.get(i);
            double step = Math.min((double) body / column.size(), WIDEST_STEP);
            double y = top + (body - step * column.size()) / 2 + (step - BOX) / 2;
            for (Node node : column) {
                areas.put(node.id(), new Area(lefts.get(i), (int) Math.round(y), widths.get(i), BOX));
                y += step;
            }
        }
    }

    private void placeFamilies() {
        for (Family family : graph.families()) {
            List<Area> members = graph.nodes().stream().filter(node -> family.id().equals(node.family())).map(node -> areas.get(node.id())).toList();
            Integer index = columnOf.get(family.id());
            if (index == null) {
                continue;
            }
            int from = members.stream().mapToInt(Area::y).min().orElse(top);
            int to = members.stream().mapToInt(area -> area.y() + area.height()).max().orElse(top + BOX);
            areas.put(family.id(), new Area(lefts.get(index) - FRAME_PAD, from - FRAME_TITLE, widths.get(index) + 2 * FRAME_PAD,
                    to - from + FRAME_TITLE + FRAME_PAD));
        }
    }

    private boolean drawn(Edge edge) {
        return columnOf.containsKey(edge.from()) && columnOf.containsKey(edge.to());
    }

    private int span(Edge edge) {
        return columnOf.get(edge.to()) - columnOf.get(edge.from());
    }

    private String path(Edge edge) {
        Area from = areas.get(edge.from());
        Area to = areas.get(edge.to());
        int span = span(edge);
        if (span == 1) {
            int bend = (to.x() - from.right()) / 2;
            return curve(from.right(), from.middle(), from.right() + bend, to.x() - bend, to.x() - 1, to.middle());
        }
        if (span == 0) {
            int out = from.right() + GUTTER / 2;
            return curve(from.right(), from.middle(), out, out, to.right() + 1, to.middle());
        }
        boolean ahead = span > 1;
        int lane = (ahead ? lanesAbove : lanesBelow).get(edge.to());
        int y = ahead ? HEADING + MARGIN - 8 + lane * LANE : bottom + MARGIN / 2 + (lane + 1) * LANE;
        int up = from.right() + 12 + lane % 4 * 5;
        if (ahead && edge.to().startsWith("family:")) {
            int entry = to.x() + to.width() / 2;
            return rounded(from.right(), from.middle(), up, from.middle(), up, y, entry, y, entry, to.y() - 1);
        }
        int down = to.x() - 14 - lane % 4 * 5;
        return rounded(from.right(), from.middle(), up, from.middle(), up, y, down, y, down, to.middle(), to.x() - 1, to.middle());
    }

    private static String curve(int x1, int y1, int bend1, int bend2, int x2, int y2) {
        return "M" + x1 + ' ' + y1 + 'C' + bend1 + ' ' + y1 + ' ' + bend2 + ' ' + y2 + ' ' + x2 + ' ' + y2;
    }

    /** A line through these points (x, y, x, y …) whose corners are round. */
    private static String rounded(int... points) {
        StringBuilder path = new StringBuilder("M" + points[0] + ' ' + points[1]);
        for (int i = 2; i < points.length - 2; i += 2) {
            int x = points[i];
            int y = points[i + 1];
            path.append('L').append(toward(x, points[i - 2])).append(' ').append(toward(y, points[i - 1]))
                    .append('Q').append(x).append(' ').append(y).append(' ')
                    .append(toward(x, points[i + 2])).append(' ').append(toward(y, points[i + 3]));
        }
        return path.append('L').append(points[points.length - 2]).append(' ').append(points[points.length - 1]).toString();
    }

    private static int toward(int corner, int other) {
        int half = (other - corner) / 2;
        return corner + Math.max(-6, Math.min(6, half));
    }
}
