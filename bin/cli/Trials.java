package cli;

import cli.Shown.Colour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What routes would do, and would have done. */
final class Trials {

    private static final String WEBHOOKS = "/webhooks/";
    private static final int MOST = 1000;

    private final Session session;
    private final Outcome outcome;

    Trials(Session session) {
        this.session = session;
        outcome = new Outcome(session.terminal());
    }

    int dryRun(Line line) throws IOException {
        String what = line.atMost(2).word(0, "ROUTE or /webhooks/SOURCE");
        boolean webhook = what.startsWith(WEBHOOKS);
        String text = text(line.word(1, webhook ? "REQUEST.json" : "EVENT.json"));
        Api api = session.api(line);
        if (webhook) {
            String answer = api.post("/api/v1/sources/" + Api.encoded(what.substring(WEBHOOKS.length())) + "/dry-run", request(line, text));
            Json became = api.json(answer);
            if (!session.asJson(line, answer)) {
                outcome.request(became);
            }
            return 0;
        }
        if (line.has("--header") || line.has("--object")) {
            throw line.wrong("--header and --object are of a webhook, not of an event.");
        }
        String answer = api.post("/api/v1/routes/" + Api.encoded(what) + "/dry-run", text);
        Json became = api.json(answer);
        if (!session.asJson(line, answer)) {
            outcome.route(became, "");
        }
        return 0;
    }

    /** Body and object go as texts: what the sender wrote, to the character. */
    private static String request(Line line, String body) throws IOException {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String one : line.values("--header")) {
            String[] header = one.split(":", 2);
            if (header.length < 2) {
                throw line.wrong("--header is \"Name: value\".");
            }
            headers.put(header[0].strip(), header[1].strip());
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("body", body);
        if (line.has("--object")) {
            request.put("object", text(line.value("--object", "")));
        }
        request.put("headers", headers);
        return new Json(request).compact();
    }

    static String text(String file) throws IOException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new WrongUse("There is no file " + Shown.line(file) + '.');
        }
        return Files.readString(path);
    }

    int tried(Line line) throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        line.word(0, "FILE");
        for (String file : line.words()) {
            files.put(name(line, file), text(file));
        }
        Map<String, Object> trial = new LinkedHashMap<>();
        for (String option : List.of("since", "type")) {
            if (line.has("--" + option)) {
                trial.put(option, line.value("--" + option, ""));
            }
        }
        if (line.has("--limit")) {
            trial.put("limit", line.number("--limit", MOST, MOST));
        }
        trial.put("files", files);
        Api api = session.api(line);
        String answer = api.post("/api/v1/routes/try", new Json(trial).compact());
        Json result = api.json(answer);
        if (!session.asJson(line, answer)) {
            session.terminal().line(session.terminal().coloured(Colour.BOLD, Shown.line(result.text("summary"))));
            result.items("differences").forEach(outcome::difference);
        }
        return 0;
    }

    /** Files are named from routes/ or kamelets/ on, wherever they lie. */
    private static String name(Line line, String file) {
        String path = Path.of(file).toAbsolutePath().normalize().toString().replace('\\', '/');
        int at = Math.max(path.lastIndexOf("/routes/"), path.lastIndexOf("/kamelets/"));
        if (at < 0) {
            throw line.wrong(Shown.line(file) + " lies neither in routes/ nor in kamelets/.");
        }
        return path.substring(at + 1);
    }

    /** A file for samples/, so it is JSON for everybody. */
    int sample(Line line) throws IOException {
        Api api = session.api(line);
        String answer = api.get("/api/v1/routes/sample", Map.of("event", line.atMost(1).word(0, "EVENT-ID")));
        Json sample = api.json(answer);
        if (!session.asJson(line, answer)) {
            session.terminal().line(Shown.json(sample.pretty()));
        }
        return 0;
    }
}
