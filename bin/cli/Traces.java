package cli;

import cli.Shown.Colour;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What a route does with an event, step by step. */
final class Traces {

    static final String[] VERBS = {"on", "off"};
    private static final String PATH = "/api/v1/traces";
    private static final String STEP = "      ";

    private final Session session;

    Traces(Session session) {
        this.session = session;
    }

    int run(Line line) throws IOException {
        String first = line.words().isEmpty() ? "" : line.words().get(0);
        return switch (first) {
            case "" -> overview(line, session.api(line.atMost(0)).get(PATH));
            case "on" -> watch(line, line.words().subList(1, line.words().size()));
            case "off" -> watch(line.atMost(1), List.of());
            default -> steps(line.atMost(1), first);
        };
    }

    private int watch(Line line, List<String> routes) throws IOException {
        if (routes.isEmpty() && "on".equals(line.words().get(0))) {
            line.word(1, "The id of a route");
        }
        Duration time = Age.of("--for", line.value("--for", "15m"));
        if (time.toMinutes() < 1 || time.toMinutes() > 60) {
            throw line.wrong("--for is 1m to 60m.");
        }
        for (String route : routes) {
            if (!route.matches("[\\w.-]{1,200}")) {
                throw line.wrong(Shown.line(route) + " is no id of a route; bin/hub catalog lists them.");
            }
        }
        String names = routes.stream().map(route -> '"' + route + '"').collect(Collectors.joining(","));
        return overview(line, session.api(line).put(PATH, "{\"routes\":[" + names + "],\"minutes\":" + time.toMinutes() + '}'));
    }

    private int overview(Line line, String answer) throws IOException {
        Json all = session.api(line).json(answer);
        if (session.asJson(line, answer)) {
            return 0;
        }
        List<String> routes = all.items("routes").stream().map(Json::text).toList();
        session.terminal().line(routes.isEmpty() ? "No steps are noted; bin/hub trace on ROUTE... begins it."
                : Shown.line("Steps of " + String.join(", ", routes) + " are noted" + (all.has("until") ? " until " + Session.second(all.text("until")) : "") + '.'));
        if (!all.items("events").isEmpty()) {
            Table table = new Table(session.terminal(), "AT", "ROUTE", "EVENT", "TYPE", "STEPS");
            all.items("events").forEach(one -> table.row(Session.second(one.text("at")), one.text("route"),
                    one.has("originid") ? one.text("originid") : one.text("id"), one.text("type"), one.text("steps")));
            table.print();
        }
        return 0;
    }

    private int steps(Line line, String event) throws IOException {
        Api api = session.api(line);
        String answer = api.get("/api/v1/events/" + Api.encoded(event) + "/trace");
        Json found = api.json(answer);
        if (!session.asJson(line, answer)) {
            found.items("traces").forEach(this::show);
        }
        return 0;
    }

    private void show(Json trace) {
        session.terminal().line(session.terminal().coloured(Colour.BOLD, Shown.line(trace.text("at") + "  " + trace.text("route") + "  " + trace.text("type"))));
        String body = "";
        for (Json step : trace.items("steps")) {
            String place = step.has("file") ? "  (" + step.text("file") + ':' + step.text("line") + ')' : "";
            session.terminal().line(Shown.line("  " + step.text("route") + ": " + step.text("step") + place + (step.has("micros") ? "  " + step.text("micros") + " µs" : "")));
            body = changed(body, step.at("before"));
            if (step.has("after")) {
                body = changed(body, step.at("after"));
                step.at("after").at("headers").fields().forEach((name, value) -> {
                    if (!step.at("before").at("headers").text(name).equals(value.text())) {
                        session.terminal().line(STEP + Shown.line(name + ": " + value.text()));
                    }
                });
            }
            if (step.has("error")) {
                session.terminal().line(STEP + session.terminal().coloured(Colour.RED, Shown.line("fails: " + step.text("error"))));
            }
        }
        if (!"0".equals(trace.text("left"))) {
            session.terminal().line("  " + Shown.line(trace.text("left")) + " more steps are not kept.");
        }
    }

    /** The body where it is another than the one that was shown last. */
    private String changed(String shown, Json state) {
        String body = state.has("body") ? state.at("body").pretty() : "";
        if (!body.isEmpty() && !body.equals(shown)) {
            body.lines().forEach(text -> session.terminal().line(STEP + Shown.line(text)));
        }
        return body;
    }
}
