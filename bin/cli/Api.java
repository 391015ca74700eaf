package cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the hub. By the JDK's oldest client, not its newest: that one starts threads and loads 800 classes, which takes longer than all else here
 * together.
 */
final class Api {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Trials compile, and run a thousand events. */
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final int LONGEST = 32 << 20;
    private static final int SHORT = 200;
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int REFUSED = 400;

    private final String url;
    private final Proof proof;
    private long clockAhead;

    Api(boolean local, Map<String, String> environment) {
        // What could not be sent is not sent a second time behind our back.
        System.setProperty("sun.net.http.retryPost", "false");
        String told = environment.getOrDefault("HUB_URL", "").strip();
        url = (told.isEmpty() ? "http://localhost:8080" : told).replaceAll("/+$", "");
        URI hub;
        try {
            hub = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new WrongUse("HUB_URL is no address.");
        }
        if (hub.getHost() == null || !"http".equals(hub.getScheme()) && !"https".equals(hub.getScheme()) || hub.getRawUserInfo() != null
                || hub.getRawQuery() != null || hub.getRawFragment() != null) {
            throw new WrongUse("HUB_URL is the address of the hub, such as http://localhost:8080, without user, password, question mark or hash.");
        }
        proof = Proof.of(hub, local, environment);
    }

    /** @param query values by name; those that are null are left out */
    String get(String path, Map<String, String> query) throws IOException {
        String asked = query.entrySet().stream().filter(one -> one.getValue() != null).map(one -> one.getKey() + '=' + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
        return send("GET", asked.isEmpty() ? path : path + '?' + asked, null, null);
    }

    String get(String path) throws IOException {
        return get(path, Map.of());
    }

    String post(String path, String body) throws IOException {
        return send("POST", path, body, "application/json");
    }

    String put(String path, String body) throws IOException {
        return send("PUT", path, body, "application/json");
    }

    String post(String path, String body, String type) throws IOException {
        return send("POST", path, body, type);
    }

    /** One segment of a path, or a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** How much the hub's clock is ahead of this machine's, as of the last answer. */
    Duration clockAhead() {
        return Duration.ofMillis(clockAhead);
    }

    private String send(String method, String path, String body, String type) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) ANSWER.toMillis());
        // Another address gets no key.
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty(proof.header(), proof.value());
        connection.setRequestProperty("Accept", "application/json, application/problem+json");
        try {
            if (body != null) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", type);
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(bytes);
                }
            }
            return answer(connection);
        } catch (SocketTimeoutException e) {
            throw new Refused("The hub at " + url + " does not answer in time" + (body == null ? "." : "; it may have done it all the same."));
        } catch (IOException e) {
            throw new Refused("No hub answers at " + url + " (" + Shown.line(String.valueOf(e.getMessage()))
                    + "). Start it (mvn spring-boot:run), or say by HUB_URL where it is.");
        }
    }

    private String answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (connection.getDate() > 0) {
            clockAhead = connection.getDate() - System.currentTimeMillis();
        }
        InputStream stream = status >= REFUSED ? connection.getErrorStream() : connection.getInputStream();
        String text = stream == null ? "" : text(stream);
        if (status >= OK && status < REDIRECT) {
            return text;
        }
        if (status >= REDIRECT && status < REFUSED) {
            throw new Refused("What answers at " + url + " sends elsewhere (" + status
                    + "); the key does not go there. Say by HUB_URL where the hub is.");
        }
        throw new Refused(refusal(status, text, connection.getHeaderField("Retry-After")), status);
    }

    private static String text(InputStream stream) throws IOException {
        try (stream) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            read.write(stream.readNBytes(LONGEST));
            if (stream.read() >= 0) {
                throw new Refused("The answer is longer than " + (LONGEST >> 20) + " MB. Ask for less.");
            }
            return read.toString(StandardCharsets.UTF_8);
        }
    }

    private String refusal(int status, String text, String retryAfter) {
        Json problem = problem(text);
        StringBuilder said = new StringBuilder().append(status).append(' ');
        said.append(problem.has("detail") ? Shown.lines(problem.text("detail"))
                : problem.has("title") ? Shown.line(problem.text("title")) : Shown.cut(Shown.line(text), SHORT));
        if (problem.has("pointer")) {
            said.append(" (at ").append(Shown.line(problem.text("pointer"))).append(')');
        }
        if (problem.has("errorId")) {
            said.append(" The hub's log has it as ").append(Shown.line(problem.text("errorId"))).append('.');
        }
        if (retryAfter != null && retryAfter.matches("\\d{1,6}")) {
            said.append(" Again in ").append(retryAfter).append(" s.");
        }
        return said.append(status == 401 ? ' ' + proof.unknown(url) : "").toString().stripTrailing();
    }

    private static Json problem(String text) {
        try {
            return Json.of(text);
        } catch (IOException e) {
            return new Json(null);
        }
    }

    /** What a hub answers is JSON; anything else comes from another server. */
    Json json(String answer) {
        try {
            return Json.of(answer);
        } catch (IOException e) {
            throw new Refused("What answers at " + url + " is no hub: it sends no JSON. Say by HUB_URL where the hub is.");
        }
    }
}
