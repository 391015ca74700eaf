package cli;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events, deliveries, destinations: reading only. */
final class Deliveries {

    static final String PATH = "/api/v1/deliveries";
    static final String[] TITLES = {"UPDATED", "STATE", "DESTINATION", "ACTION", "TYPE", "EVENT", "TRIES", "LAST"};
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 500;
    private static final int PAGES = 10;

    private final Session session;

    Deliveries(Session session) {
        this.session = session;
    }

    int list(Line line) throws IOException {
        line.atMost(0);
        Map<String, String> query = query(line);
        query.put("event", line.value("--event", null));
        query.put("cursor", line.value("--cursor", null));
        query.put("limit", String.valueOf(line.number("--limit", PAGE, LONGEST_PAGE)));
        Api api = session.api(line);
        String answer = api.get(PATH, query);
        Json page = api.json(answer);
        if (!session.asJson(line, answer)) {
            Table table = new Table(session.terminal(), TITLES);
            page.items("items").forEach(one -> table.row(row(one)));
            print(table, page, "No deliveries.");
        }
        return 0;
    }

    static String[] row(Json one) {
        String next = one.has("nextAttempt") ? "next " + Session.second(one.text("nextAttempt")) : "";
        return new String[] {Session.second(one.text("updated")), one.text("state"), one.text("destination"), one.text("action"), one.text("type"),
            one.text("eventId"), one.text("attempts"), joined(one.text("lastStatus"), one.text("lastError"), next)};
    }

    static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private void print(Table table, Json page, String none) {
        if (table.isEmpty()) {
            session.terminal().aside(none);
            return;
        }
        table.print();
        if (page.has("next")) {
            session.terminal().aside("There are more: --cursor " + Shown.line(page.text("next")));
        }
    }

    /** Conditions that events and deliveries share. */
    static Map<String, String> query(Line line) {
        Instant now = Instant.now();
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : List.of("destination", "type", "state")) {
            query.put(name, line.value("--" + name, null));
        }
        for (String name : List.of("since", "until")) {
            String value = line.value("--" + name, null);
            query.put(name, value == null ? null : Age.instant("--" + name, value, now).toString());
        }
        return query;
    }

    int events(Line line) throws IOException {
        int limit = line.atMost(0).number("--limit", PAGE, LONGEST_PAGE);
        Map<String, String> query = query(line);
        query.put("limit", String.valueOf(LONGEST_PAGE));
        Api api = session.api(line);
        Map<String, List<Json>> events = new LinkedHashMap<>();
        boolean more = true;
        for (int i = 0; i < PAGES && more && events.size() <= limit; i++) {
            Json page = api.json(api.get(PATH, query));
            page.items("items").forEach(one -> events.computeIfAbsent(one.text("eventId"), id -> new java.util.ArrayList<>()).add(one));
            more = page.has("next");
            query.put("cursor", page.text("next"));
        }
        List<Map.Entry<String, List<Json>>> shown = events.entrySet().stream().limit(limit).toList();
        if (line.has(Option.JSON)) {
            session.asJson(line, new Json(shown.stream().map(event -> event(event.getKey(), event.getValue())).toList()).compact());
            return 0;
        }
        Table table = new Table(session.terminal(), "UPDATED", "TYPE", "EVENT", "DELIVERIES");
        shown.forEach(event -> {
            Json latest = event.getValue().get(0);
            table.row(Session.second(latest.text("updated")), latest.text("type"), event.getKey(), became(event.getValue()));
        });
        print(table, new Json(null), "No events with deliveries.");
        if (more || events.size() > limit) {
            session.terminal().aside("There are more: --limit, or --until the last line's time.");
        }
        return 0;
    }

    /** Destinations by what became of their deliveries. */
    private static String became(List<Json> deliveries) {
        Map<String, String> states = deliveries.stream().collect(Collectors.groupingBy(one -> one.text("state"), LinkedHashMap::new,
                Collectors.mapping(one -> one.text("destination"), Collectors.collectingAndThen(Collectors.toList(), Deliveries::distinct))));
        return states.entrySet().stream().map(state -> state.getKey() + ' ' + state.getValue()).collect(Collectors.joining("; "));
    }

    private static String distinct(List<String> names) {
        return names.stream().distinct().sorted().collect(Collectors.joining(", "));
    }

    private static Map<String, Object> event(String id, List<Json> deliveries) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventId", id);
        event.put("type", deliveries.get(0).at("type").value());
        event.put("deliveries", deliveries.stream().map(Json::value).toList());
        return event;
    }

    int timeline(Line line) throws IOException {
        String id = line.atMost(1).word(0, "EVENT-ID");
        Api api = session.api(line);
        String answer = api.get("/api/v1/events/" + Api.encoded(id) + "/timeline");
        Json timeline = api.json(answer);
        if (session.asJson(line, answer)) {
            return 0;
        }
        Table events = new Table(session.terminal(), "STATE", "TYPE", "EVENT", "SENDER'S ID", "SOURCE", "SUBJECT");
        timeline.items("events").forEach(one -> events.row(one.text("state"), one.text("type"), one.text("id"), one.text("originid"),
                one.text("source"), one.text("subject")));
        events.print();
        session.terminal().line("");
        Table steps = new Table(session.terminal(), "AT", "STEP", "DESTINATION", "TRY", "STATUS", "DETAIL");
        timeline.items("steps").forEach(one -> steps.row(one.text("at"), one.text("step"), one.text("destination"), one.text("attempt"),
                one.text("status"), joined(one.text("detail"), one.text("answer"), one.has("waitMs") ? "waits " + one.text("waitMs") + " ms" : "")));
        steps.print();
        return 0;
    }

    int integrations(Line line) throws IOException {
        line.atMost(0);
        Api api = session.api(line);
        String answer = api.get("/api/v1/integrations");
        Json all = api.json(answer);
        if (session.asJson(line, answer)) {
            return 0;
        }
        Table table = new Table(session.terminal(), "DESTINATION", "ON", "CIRCUIT", "BACKLOG", "PARKED", "DEAD LETTERS", "LAST ERROR");
        all.items("items").forEach(one -> table.row(one.text("destination"), one.isTrue("enabled") ? "yes" : "no", one.text("circuit"),
                one.text("backlog"), one.text("parked"), one.text("deadLetters"), joined(error(one.at("lastError")), missing(one))));
        table.print();
        Table feeds = new Table(session.terminal(), "FEED", "SOURCE", "STATE", "LAST EVENT", "PROBLEM");
        all.items("feeds").forEach(one -> feeds.row(one.text("feed"), one.text("source"), one.text("state"), Session.second(one.text("lastEvent")),
                joined(one.text("problem"), missing(one))));
        Table loads = new Table(session.terminal(), "FIRST LOAD", "SOURCE", "OBJECT", "STATE", "TAKEN", "OF", "REMARK");
        all.items("loads").forEach(one -> loads.row(one.text("id"), one.text("source"), one.text("object"), one.text("state"), one.text("taken"),
                one.text("total"), one.text("remark")));
        for (Table more : List.of(feeds, loads)) {
            if (!more.isEmpty()) {
                session.terminal().line("");
                more.print();
            }
        }
        return 0;
    }

    private static String error(Json error) {
        return joined(Session.second(error.text("at")), error.text("status"), error.text("code"));
    }

    private static String missing(Json one) {
        return one.has("missing") ? "lacks " + one.items("missing").stream().map(Json::text).collect(Collectors.joining(", ")) : "";
    }
}
