package cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be delivered. Many of them are never replayed or given up without somebody's yes. */
final class DeadLetters {

    static final String[] VERBS = {"list", "show", "replay", "discard", "jobs", "stop", "resume"};

    private static final String PATH = "/api/v1/dead-letters";
    private static final Map<String, String> CONDITIONS = conditions();
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 500;
    private static final int MOST = 1000;

    private final Session session;

    DeadLetters(Session session) {
        this.session = session;
    }

    /** The contract's names by options. */
    private static Map<String, String> conditions() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : List.of("destination", "type", "class")) {
            names.put("--" + name, name);
        }
        names.put("--older-than", "olderThan");
        names.put("--newer-than", "newerThan");
        return names;
    }

    int run(Line line) throws IOException {
        String verb = line.words().isEmpty() ? "list" : line.words().get(0);
        Api api = session.api(line);
        return switch (verb) {
            case "list" -> list(line.atMost(1), api);
            case "show" -> show(line.atMost(2), api);
            case "replay", "discard" -> act(line, verb, api);
            case "jobs" -> jobs(line.atMost(2), api);
            case "stop", "resume" -> job(line, api, api.post(PATH + "/jobs/" + Api.encoded(line.atMost(2).word(1, "JOB")) + '/' + verb, ""));
            default -> throw line.wrong("dead-letters has no " + Shown.line(verb) + '.' + Line.meant(verb, List.of(VERBS)));
        };
    }

    private int list(Line line, Api api) throws IOException {
        onlyFor(line, "replay and discard", "--all", "--yes");
        Map<String, String> query = new LinkedHashMap<>(filter(line));
        query.put("cursor", line.value("--cursor", null));
        query.put("limit", String.valueOf(line.number("--limit", PAGE, LONGEST_PAGE)));
        String answer = api.get(PATH, query);
        Json page = api.json(answer);
        if (session.asJson(line, answer)) {
            return 0;
        }
        Table table = new Table(session.terminal(), "SINCE", "STATE", "CLASS", "CODE", "DESTINATION", "ACTION", "TYPE", "ID", "CAUSE");
        page.items("items").forEach(one -> table.row(Session.second(one.text("created")), one.text("state"), one.text("class"), one.text("code"),
                one.text("destination"), one.text("action"), one.text("type"), one.text("id"), one.text("cause")));
        if (table.isEmpty()) {
            session.terminal().aside("No dead letters.");
            return 0;
        }
        table.print();
        if (page.has("next")) {
            session.terminal().aside("There are more: --cursor " + Shown.line(page.text("next")));
        }
        return 0;
    }

    private static void onlyFor(Line line, String verbs, String... options) {
        for (String option : options) {
            if (line.has(option)) {
                throw line.wrong(option + " is for " + verbs + '.');
            }
        }
    }

    /** What the options ask for, under the contract's names. */
    private static Map<String, String> filter(Line line) {
        Map<String, String> filter = new LinkedHashMap<>();
        CONDITIONS.forEach((option, name) -> {
            String value = line.value(option, null);
            if (value != null) {
                filter.put(name, option.endsWith("-than") ? Age.of(option, value).toString() : value);
            }
        });
        return filter;
    }

    private int show(Line line, Api api) throws IOException {
        String answer = api.get(PATH + '/' + Api.encoded(line.word(1, "ID")));
        Json letter = api.json(answer);
        if (session.asJson(line, answer)) {
            return 0;
        }
        Table facts = new Table(session.terminal(), "", "");
        letter.fields().forEach((name, value) -> {
            if (!List.of("payload", "headers", "history").contains(name)) {
                facts.row(name, value.text());
            }
        });
        letter.at("headers").fields().forEach((name, value) -> facts.row("header " + name, value.text()));
        facts.flush();
        if (letter.has("payload")) {
            session.terminal().line("\n" + Shown.json(letter.at("payload").pretty()));
        }
        Table history = new Table(session.terminal(), "TRY", "ROUND", "AT", "MS", "OUTCOME", "STATUS", "CODE", "SAID");
        letter.items("history").forEach(one -> history.row(one.text("number"), one.text("round"), one.text("startedAt"), one.text("durationMs"),
                one.text("outcome"), one.text("status"), one.text("code"), Deliveries.joined(one.text("message"), one.text("answer"))));
        if (!history.isEmpty()) {
            session.terminal().line("");
            history.print();
        }
        return 0;
    }

    private int act(Line line, String verb, Api api) throws IOException {
        onlyFor(line, "list", "--limit", "--cursor");
        List<String> ids = line.words().subList(1, line.words().size());
        Map<String, String> filter = filter(line);
        if (ids.size() > MOST) {
            throw line.wrong("That are " + ids.size() + " ids; " + MOST + " at most.");
        }
        if (!ids.isEmpty() && (!filter.isEmpty() || line.has("--all"))) {
            throw line.wrong("Either ids or conditions: both together could be meant in two ways.");
        }
        if (ids.isEmpty() && filter.isEmpty() != line.has("--all")) {
            throw line.wrong(filter.isEmpty() ? "Which? Give ids, conditions such as --destination slack, or --all." : "--all has no conditions.");
        }
        if (ids.size() == 1) {
            return one(line, verb, api, ids.get(0));
        }
        String many = ids.isEmpty() ? matching(api, filter) : Session.count(ids.size(), "dead letter");
        if (!line.has("--yes") && !agreed(line, verb, many, filter)) {
            session.terminal().aside("Nothing was done.");
            return 0;
        }
        Map<String, Object> body = new LinkedHashMap<>(Map.of("action", verb));
        body.put(ids.isEmpty() ? "filter" : "ids", ids.isEmpty() ? filter : ids);
        return job(line, api, api.post(PATH, new Json(body).compact()));
    }

    private int one(Line line, String verb, Api api, String id) throws IOException {
        String answer = api.post(PATH + '/' + Api.encoded(id) + '/' + verb, "");
        Json letter = api.json(answer);
        if (!session.asJson(line, answer)) {
            session.terminal().line(Shown.line(letter.text("id") + " to " + letter.text("destination") + " is " + letter.text("state") + '.')
                    + ("replay".equals(verb) ? " bin/hub timeline " + Shown.line(letter.text("eventId")) + " shows what becomes of it." : ""));
        }
        return 0;
    }

    private boolean agreed(Line line, String verb, String many, Map<String, String> filter) throws IOException {
        String which = filter.isEmpty() ? "" : " (" + Shown.line(Json.of(new Json(filter).compact()).fields().entrySet().stream()
                .map(one -> one.getKey() + ' ' + one.getValue().text()).collect(java.util.stream.Collectors.joining(", "))) + ')';
        if (!session.terminal().canAsk()) {
            throw line.wrong("This would " + verb + ' ' + many + which + ", and nobody can be asked here: say --yes.");
        }
        return session.terminal().agrees(("replay".equals(verb) ? "Replay " : "Give up ") + many + which + '?');
    }

    /** How many it would be, before somebody says yes. */
    private static String matching(Api api, Map<String, String> filter) throws IOException {
        Map<String, String> query = new LinkedHashMap<>(filter);
        query.put("limit", String.valueOf(LONGEST_PAGE));
        Json page = api.json(api.get(PATH, query));
        return page.has("next") ? "more than " + LONGEST_PAGE + " dead letters" : Session.count(page.items("items").size(), "dead letter");
    }

    private int jobs(Line line, Api api) throws IOException {
        if (line.words().size() > 1) {
            return job(line, api, api.get(PATH + "/jobs/" + Api.encoded(line.words().get(1))));
        }
        String answer = api.get(PATH + "/jobs");
        Json all = api.json(answer);
        if (!session.asJson(line, answer)) {
            table(all.items("items"));
        }
        return 0;
    }

    private int job(Line line, Api api, String answer) {
        Json job = api.json(answer);
        if (!session.asJson(line, answer)) {
            table(List.of(job));
            session.terminal().aside("bin/hub dead-letters jobs " + Shown.line(job.text("id")) + " shows how far it is.");
        }
        return 0;
    }

    private void table(List<Json> jobs) {
        Table table = new Table(session.terminal(), "JOB", "ACTION", "STATE", "DONE", "OF", "CHANGED", "FAILED", "BY", "UPDATED", "WAITS");
        jobs.forEach(job -> table.row(job.text("id"), job.text("action"), job.text("state"), job.text("done"),
                job.text("total") + (job.isTrue("more") ? "+" : ""), job.text("changed"), job.text("failed"), job.text("by"),
                        Session.second(job.text("updated")), job.text("waits")));
        if (table.isEmpty()) {
            session.terminal().aside("No jobs.");
        } else {
            table.print();
        }
    }
}
