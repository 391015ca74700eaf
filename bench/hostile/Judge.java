package hostile;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the hub owes even to the worst sender. */
final class Judge {

    /** Milliseconds. A test on a busy machine allows for more: there only who hangs is wrong. */
    private static final long SLOWEST = Long.getLong("hostile.slowest", 15_000);

    private Judge() {
    }

    /** What is wrong with an answer, null when nothing is. Which refusal it is doesn't matter here, only that it is a proper one. */
    static String verdict(Attempt attempt, Answer answer) {
        if (attempt.end() == Attempt.End.ABORT) {
            return null;
        }
        if (!answer.ended()) {
            return "neither answered nor closed";
        }
        if (answer.status() == 0) {
            return null;
        }
        if (answer.status() < 0) {
            // Tomcat takes a broken request line for one without a version when the connection before was of that kind.
            return old(attempt) || Json.isObject(answer.body()) ? null : "what came back is no HTTP: " + Tally.printable(answer.body(), 60);
        }
        // Starting, stopping, out of reach or full: told with when to come again.
        boolean later = answer.status() == 503 && answer.headers().containsKey("Retry-After");
        // OPTIONS * is for the whole server: which versions it speaks is Tomcat's to say, before anything of the hub.
        boolean version = answer.status() == 505 && attempt.target().startsWith("*") && old(attempt) && answer.body().length == 0;
        if (answer.status() >= 500 && !later && !version) {
            return "status " + answer.status();
        }
        if (answer.answers() > 1) {
            return "two answers on a connection to be closed";
        }
        if (answer.millis() > SLOWEST) {
            return "answered after more than " + SLOWEST / 1000 + " s";
        }
        String headers = headers(answer);
        return headers == null && answer.status() >= 400 && !attempt.head() ? error(attempt, answer) : headers;
    }

    /** A request line without a version is HTTP 0.9: the answer has no head. */
    private static boolean old(Attempt attempt) {
        String line = new String(attempt.bytes(), StandardCharsets.ISO_8859_1).stripLeading().split("[\r\n]", 2)[0];
        return !line.matches(".* HTTP/1\\.[01]");
    }

    private static String headers(Answer answer) {
        for (Map.Entry<String, String> header : answer.names().entrySet()) {
            if (!header.getKey().matches("[A-Za-z0-9-]+")) {
                return "a header without a proper name";
            }
            if (header.getValue().chars().anyMatch(c -> c < 0x20 && c != '\t' || c >= 0x7f && c < 0xa0)) {
                return "control characters in header " + header.getKey();
            }
        }
        if (answer.headers().containsKey("X-Split")) {
            return "a header of the sender's making";
        }
        String location = answer.headers().getOrDefault("Location", "/");
        boolean own = location.startsWith("/") && !location.startsWith("//") || location.matches("https?://(localhost|127\\.0\\.0\\.1)(:\\d+)?/.*");
        return own ? null : "sends the caller elsewhere";
    }

    private static String error(Attempt attempt, Answer answer) {
        if (attempt.target().startsWith("*") && answer.body().length == 0) {
            // OPTIONS * is for the whole server: Tomcat's own, before anything of the hub.
            return null;
        }
        String type = answer.headers().getOrDefault("Content-Type", "");
        boolean form = type.startsWith("application/problem+json") || attempt.openAi() && type.startsWith("application/json");
        if (!form) {
            return "error " + answer.status() + " of type '" + type + "'";
        }
        for (byte b : answer.body()) {
            if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' || b == 0x7f) {
                return "control characters in an error";
            }
        }
        return Json.isObject(answer.body()) ? null : "error " + answer.status() + " whose body is no JSON object";
    }
}
