package cli;

import cli.Shown.Colour;
import java.io.IOException;
import java.util.List;

/** What is wrong with the texts on disk, and what runs of them. */
final class Texts {

    private static final int FOUND = 1;

    private final Session session;

    Texts(Session session) {
        this.session = session;
    }

    int problems(Line line) throws IOException {
        Api api = session.api(line.atMost(0));
        String answer = api.get("/api/v1/routes/problems");
        Json all = api.json(answer);
        List<Json> problems = all.items("problems");
        if (!session.asJson(line, answer)) {
            for (Json one : problems) {
                place("ERROR", one, one.text("stage") + ": " + one.text("message"));
                session.terminal().line("      " + (one.isTrue("running") ? "What this file said before runs on." : "Nothing of this file runs."));
            }
            session.terminal().line((problems.isEmpty() ? "No problems" : Session.count(problems.size(), "problem")) + "; "
                    + Session.count(all.items("files").size(), "file") + " run.");
        }
        return problems.isEmpty() ? 0 : FOUND;
    }

    /** As compilers write it, so that terminals and editors open the file. */
    private void place(String severity, Json one, String message) {
        String shown = session.terminal().coloured(Colour.of(severity), severity);
        StringBuilder place = new StringBuilder(one.has("file") ? one.text("file") : one.text("kamelet") + one.text("routeId"));
        for (String number : List.of("line", "column")) {
            if (one.has(number)) {
                place.append(':').append(one.text(number));
            }
        }
        session.terminal().line(shown + ' ' + Shown.line(place + (place.isEmpty() ? "" : ": ") + message));
    }

    int lint(Line line) throws IOException {
        Api api = session.api(line.atMost(0));
        String answer = api.get("/api/v1/routes/lint");
        Json report = api.json(answer);
        List<Json> findings = report.items("findings");
        if (!session.asJson(line, answer)) {
            for (Json one : findings) {
                place(one.text("severity").toUpperCase(java.util.Locale.ROOT), one, one.text("message") + " [" + one.text("rule") + ']');
                session.terminal().line("      " + Shown.line(one.text("hint")));
            }
            Json checked = report.at("checked");
            session.terminal().line((findings.isEmpty() ? "No findings" : Session.count(findings.size(), "finding")) + " in "
                    + checked.text("routes") + " routes, " + checked.text("kamelets") + " kamelets, " + checked.text("files") + " files.");
        }
        return findings.isEmpty() ? 0 : FOUND;
    }

    int catalog(Line line) throws IOException {
        Api api = session.api(line.atMost(0));
        String answer = api.get("/api/v1/catalog");
        Json all = api.json(answer);
        if (!session.asJson(line, answer)) {
            Table table = new Table(session.terminal(), "GROUP", "ROUTE", "STATUS", "FROM", "DESCRIPTION");
            all.items("routes").forEach(one -> table.row(one.text("group"), one.text("id"), one.text("status"), one.text("from"),
                    one.text("description")));
            table.print();
        }
        return 0;
    }
}
