package hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pieces of text that something somewhere has stumbled over. Strings hold one byte a character (ISO 8859-1). */
final class Nasty {

    /** Begins whatever would be a line of its own in a log; nothing the hub says contains it. */
    static final String MARK = "zz9hostile";

    private static final List<String> ENCODED = List.of("%00", "%0a", "%0d%0a", "%0a%1b[2J" + MARK, "%1b", "%7f", "%c2%85", "%e2%80%a8",
            "%e2%80%ae", "%ff", "%c0%af", "%zz", "%", "%2", "%2f", "%5c", "%2e%2e%2f", "%252e", "%3b", "%3f", "%23", "%25", "%20", "%ed%a0%80",
            "%f0%9f%8e%89", "%EF%BF%BE", "%u0041", "+", "%0a" + MARK + "%20ERROR%20forged", "%00%00%00");
    private static final List<String> RAW = List.of(";", ";x", ";jsessionid=1", ";a=b;c=%0a", "..", "../..", "./", "//", "\\", "..\\", "*", "?", "#",
            "[]", "{x}", "${7*7}", "${jndi:ldap://127.0.0.1:1/x}", "{{hub.api.keys}}", "#{1}", "<script>", "'", "\"", "|", "^", "`", "~", ":", "@",
            ",", "=", "&", "&&", "$", "!", "(", "\u00e9", "\u00ff", "\u0080", "\u00c2\u0085", "\u00e2\u0080\u00ae");
    private static final List<String> CONTROL = List.of("\0", "\u0001", "\u0007", "\b", "\t", "\u000b", "\f", "\u001b[31m", "\u001b]0;x\u0007", "\u007f",
            "\u0085", "\u009b", "\r", "\n", "\r\n", "\r\n ", "\n" + MARK + " ERROR forged", "\r\nX-Split: 1");

    private Nasty() {
    }

    static <T> T of(Random random, List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    static String encoded(Random random) {
        return of(random, ENCODED);
    }

    static String raw(Random random) {
        return of(random, RAW);
    }

    static String control(Random random) {
        return of(random, CONTROL);
    }

    /** Any of them, or noise. */
    static String any(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> encoded(random);
            case 2 -> raw(random);
            case 3 -> control(random);
            case 4 -> noise(random, 1 + random.nextInt(12));
            default -> "a".repeat(1 << random.nextInt(10));
        };
    }

    static String noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A text with something put into it, put in its place, or cut off. */
    static String spoil(Random random, String text, String with) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text + with;
            case 1 -> text.substring(0, at) + with + text.substring(at);
            case 2 -> text.substring(0, at) + with;
            default -> with + text.substring(at);
        };
    }

    static List<String> several(Random random, List<String> choice, int most) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            some.add(of(random, choice));
        }
        return some;
    }
}
