package hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came back.
 *
 * @param status  0 when the connection was closed without an answer, -1 when what came is none
 * @param headers names in any case
 * @param names   as they came, to see whether a stranger made one
 * @param answers how many there were
 * @param ended   whether the connection was closed
 */
record Answer(int status, Map<String, String> headers, Map<String, String> names, byte[] body, int answers, boolean ended, long millis) {

    static Answer none(boolean ended, long start) {
        return new Answer(0, Map.of(), Map.of(), new byte[0], 0, ended, (System.nanoTime() - start) / 1_000_000);
    }

    static Answer of(byte[] bytes, boolean ended, long start) {
        if (bytes.length == 0) {
            return none(ended, start);
        }
        // 100 Continue is no answer yet.
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceFirst("(?s)^(HTTP/1\\.1 1\\d\\d.*?\r\n\r\n)+", "");
        if (text.isEmpty()) {
            return none(ended, start);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.[01] \\d{3}[ \r].*")) {
            return new Answer(-1, Map.of(), Map.of(), bytes, 1, ended, millis);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> names = new LinkedHashMap<>();
        String[] lines = text.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 0 ? lines[i] : lines[i].substring(0, colon);
            headers.merge(name, colon < 0 ? "" : lines[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
            names.put(name, lines[i]);
        }
        String rest = text.substring(end + 4);
        int length = headers.containsKey("Content-Length") ? Integer.parseInt(headers.get("Content-Length")) : -1;
        String body = "chunked".equals(headers.get("Transfer-Encoding")) ? dechunked(rest) : length >= 0 && length < rest.length() ? rest.substring(0, length) : rest;
        int answers = 1 + (length >= 0 && length < rest.length() && rest.startsWith("HTTP/1.", length) ? 1 : 0);
        return new Answer(Integer.parseInt(text.substring(9, 12)), headers, names, body.getBytes(StandardCharsets.ISO_8859_1), answers, ended, millis);
    }

    /** Whether nothing more is to come on a connection that stays open: the request's own wish to close it can get lost in what it does. */
    static boolean isWhole(ByteArrayOutputStream bytes, boolean bodiless) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1).replaceFirst("(?s)^(HTTP/1\\.1 1\\d\\d.*?\r\n\r\n)+", "");
        int end = text.indexOf("\r\n\r\n");
        String head = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        if (head.isEmpty() || head.contains("\r\nconnection: close")) {
            return false;
        }
        if (bodiless) {
            return true;
        }
        int length = head.indexOf("\r\ncontent-length: ");
        return length >= 0 ? text.length() - end - 4 >= Integer.parseInt(head.substring(length + 18).split("\r\n")[0].strip())
                : head.contains("\r\ntransfer-encoding: chunked") ? text.endsWith("0\r\n\r\n") : head.contains(" 204") || head.contains(" 304");
    }

    private static String dechunked(String text) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        for (int line = text.indexOf("\r\n"); line >= 0; line = text.indexOf("\r\n", at)) {
            int size = Integer.parseInt(text.substring(at, line).strip(), 16);
            if (size == 0 || line + 2 + size > text.length()) {
                break;
            }
            body.append(text, line + 2, line + 2 + size);
            at = line + 4 + size;
        }
        return body.toString();
    }
}
