package cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Publishes events. */
final class Sending {

    private static final List<String> ATTRIBUTES = List.of("type", "subject", "source", "id");
    private static final int LONGEST = 1 << 20;

    private final Session session;

    Sending(Session session) {
        this.session = session;
    }

    int send(Line line) throws IOException {
        Json told = line.atMost(1).words().isEmpty() ? ofOptions(line) : ofFile(line);
        boolean batch = told.value() instanceof List;
        Object body = batch ? told.items().stream().map(one -> whole(line, one)).toList() : whole(line, told);
        Api api = session.api(line);
        String answer = api.post("/api/v1/events", new Json(body).compact(), "application/cloudevents" + (batch ? "-batch+json" : "+json"));
        Json published = api.json(answer);
        if (!session.asJson(line, answer)) {
            Table table = new Table(session.terminal(), "EVENT", "SENDER'S ID");
            published.items("events").forEach(one -> table.row(one.text("id"), one.text("originid")));
            table.print();
            String first = published.items("events").stream().map(one -> one.text("id")).findFirst().orElse("EVENT-ID");
            session.terminal().aside("bin/hub timeline " + Shown.line(first) + " shows what becomes of it.");
        }
        return 0;
    }

    private static Json ofOptions(Line line) {
        if (!line.has("--type") || !line.has("--data")) {
            throw line.wrong("What? Give a FILE (or - for what is piped in), or --type and --data.");
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", line.value("--type", ""));
        event.put("data", parsed(line, "--data", line.value("--data", "")).value());
        return new Json(event);
    }

    private Json ofFile(Line line) throws IOException {
        if (line.has("--data")) {
            throw line.wrong("Either FILE or --data.");
        }
        String file = line.words().get(0);
        return parsed(line, file, "-".equals(file) ? piped() : Trials.text(file));
    }

    private String piped() throws IOException {
        byte[] all = session.terminal().in().readNBytes(LONGEST + 1);
        if (all.length > LONGEST) {
            throw new Refused("What is piped in is longer than the 1 MB that the hub takes.");
        }
        return new String(all, StandardCharsets.UTF_8);
    }

    private static Json parsed(Line line, String where, String text) {
        try {
            return Json.of(text);
        } catch (IOException e) {
            throw line.wrong(Shown.line(where) + " is no JSON: " + Shown.line(e.getMessage().lines().findFirst().orElse("")) + '.');
        }
    }

    /** With what a CloudEvent needs; options win. */
    private static Map<String, Object> whole(Line line, Json told) {
        if (!(told.value() instanceof Map)) {
            throw line.wrong("An event is an object of JSON, such as {\"type\": \"user.login\", \"data\": {}}.");
        }
        Map<String, Object> event = new LinkedHashMap<>(Map.of("specversion", "1.0"));
        event.put("id", UUID.randomUUID().toString());
        event.put("source", "/command-line");
        told.fields().forEach((name, value) -> event.put(name, value.value()));
        for (String attribute : ATTRIBUTES) {
            if (line.has("--" + attribute)) {
                event.put(attribute, line.value("--" + attribute, ""));
            }
        }
        return event;
    }
}
