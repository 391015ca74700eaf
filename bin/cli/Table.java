package cli;

import cli.Shown.Colour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns that stand below each other. Cells are made harmless here, whatever they hold. */
final class Table {

    private static final int WIDEST = 60;
    private static final int LAST = 160;

    private final Terminal terminal;
    private final int[] widths;
    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Terminal terminal, String... titles) {
        this.terminal = terminal;
        this.titles = List.of(titles);
        widths = this.titles.stream().mapToInt(Shown::width).toArray();
    }

    Table row(String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            String cell = Shown.cut(Shown.line(cells[i]), i == cells.length - 1 ? LAST : WIDEST);
            widths[i] = Math.max(widths[i], Shown.width(cell));
            row.add(cell);
        }
        rows.add(row);
        return this;
    }

    /** Columns that are at least so wide, for rows that come one by one. */
    Table atLeast(int... columns) {
        Arrays.setAll(widths, i -> i < columns.length ? Math.max(widths[i], columns[i]) : widths[i]);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print() {
        title();
        flush();
    }

    void title() {
        terminal.line(terminal.coloured(Colour.BOLD, aligned(titles, false)));
    }

    /** The rows so far, and forgets them. */
    void flush() {
        rows.forEach(row -> terminal.line(aligned(row, true)));
        rows.clear();
    }

    private String aligned(List<String> row, boolean coloured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            line.append(coloured ? terminal.coloured(Colour.of(cell), cell) : cell);
            if (i < row.size() - 1) {
                line.append(" ".repeat(widths[i] - Shown.width(cell) + 2));
            }
        }
        return line.toString().stripTrailing();
    }
}
