package cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is written to the terminal. Events hold what strangers wrote: a control character among it would move the cursor, rename the window or
 * answer for the user, and one that turns the direction of writing would make one text look like another.
 */
final class Shown {

    private static final int DELETE = 0x7f;
    private static final String ESCAPE = "\033[";

    private Shown() {
    }

    /** One line: a control character becomes its picture (a line feed {@code ␊}), any other of no good the number of it. */
    static String line(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < ' ') {
                out.append((char) (0x2400 + c));
            } else if (c == DELETE) {
                out.append('\u2421');
            } else if (harmful(c)) {
                out.append(String.format("<U+%04X>", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Several lines, which are the text's own. */
    static String lines(String text) {
        return text.lines().map(Shown::line).collect(Collectors.joining("\n"));
    }

    /** JSON of the same value: what is harmful can only stand in its strings, and may be escaped there. */
    static String json(String json) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean half = Character.isSurrogate(c);
            int whole = half ? json.codePointAt(i) : c;
            if (half && whole > Character.MAX_VALUE && !harmful(whole)) {
                out.append(c).append(json.charAt(++i));
            } else if (c == DELETE || half || harmful(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean harmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c >= DELETE;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // Directions, tags and the like; the joiners of emoji and scripts belong to what people write.
            case Character.FORMAT -> c != 0x200c && c != 0x200d;
            default -> false;
        };
    }

    /** How many columns of a terminal a text takes. */
    static int width(String text) {
        return text.codePoints().map(Shown::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f || c >= 0x2e80 && c <= 0xa4cf || c >= 0xac00 && c <= 0xd7a3 || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f || c >= 0xff00 && c <= 0xff60 || c >= 0x1f300 && c <= 0x1faff || c >= 0x20000 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }

    /** A text of at most so many columns, with an ellipsis where it is longer. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int taken = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            taken += width(text.codePointAt(i));
            if (taken > columns) {
                break;
            }
            out.appendCodePoint(text.codePointAt(i));
        }
        return out.append('…').toString();
    }

    /** How something is to look. */
    enum Colour {
        RED(31), GREEN(32), YELLOW(33), DIM(2), BOLD(1);

        private static final List<String> GOOD = List.of("delivered", "closed", "started", "mapped", "finished", "reading", "yes");
        private static final List<String> BAD = List.of("dead", "open", "forced_open", "failed", "failing", "error", "refused");
        private static final List<String> UNDER_WAY = List.of("pending", "parked", "waiting", "replaying", "half_open", "warning", "running",
                "stopping",
                "partial");

        private final int code;

        Colour(int code) {
            this.code = code;
        }

        /** By the state that a word names, null for any other word. */
        static Colour of(String state) {
            String word = state.toLowerCase(java.util.Locale.ROOT);
            return GOOD.contains(word) ? GREEN : BAD.contains(word) ? RED : UNDER_WAY.contains(word) ? YELLOW : null;
        }

        String on(String text) {
            return ESCAPE + code + 'm' + text + ESCAPE + "0m";
        }
    }
}
