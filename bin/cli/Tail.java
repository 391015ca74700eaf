package cli;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deliveries as they change. Asks again and again, each time for a bounded number, and remembers a bounded number. */
final class Tail {

    private static final int PAGE = 200;
    private static final int PAGES = 5;
    private static final int REMEMBERED = 10_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What is committed late bears the time of its beginning. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private final Session session;
    private final Map<String, String> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    Tail(Session session) {
        this.session = session;
    }

    int run(Line line) throws IOException, InterruptedException {
        Duration every = Age.of("--every", line.atMost(0).value("--every", "2s"));
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw line.wrong("--every is 1s to 5m.");
        }
        Instant end = line.has("--for") ? Instant.now().plus(Age.of("--for", line.value("--for", ""))) : Instant.MAX;
        Table table = new Table(session.terminal(), Deliveries.TITLES).atLeast(20, 10, 14, 22, 28, 36);
        Map<String, String> query = Deliveries.query(line);
        query.remove("until");
        Api api = session.api(line);
        // The hub's clock counts. What was before is asked for too, to know the clock, and is not told unless it is wanted.
        boolean past = line.has("--since");
        Instant from = past ? Instant.parse(query.get("since")) : Instant.now();
        from = begin(line, api, query, table, from, past);
        Duration wait = every;
        while (Instant.now().isBefore(end) && session.terminal().isHeard()) {
            Thread.sleep(Math.max(1, Math.min(wait.toMillis(), Duration.between(Instant.now(), min(end)).toMillis())));
            try {
                from = look(line, api, query, table, from);
                wait = every;
            } catch (Refused e) {
                if (!e.passes()) {
                    throw e;
                }
                if (wait.equals(every)) {
                    session.terminal().aside(e.getMessage() + " Asking on.");
                }
                wait = wait.multipliedBy(2).compareTo(PATIENCE) > 0 ? max(every) : wait.multipliedBy(2);
            }
        }
        return 0;
    }

    private static Duration max(Duration every) {
        return every.compareTo(PATIENCE) > 0 ? every : PATIENCE;
    }

    private static Instant min(Instant end) {
        Instant far = Instant.now().plus(LONGEST);
        return end.isBefore(far) ? end : far;
    }

    /** The first look; the hub has to be there for it. */
    private Instant begin(Line line, Api api, Map<String, String> query, Table table, Instant from, boolean past) throws IOException {
        query.put("limit", "1");
        api.get(Deliveries.PATH, query);
        query.put("limit", String.valueOf(PAGE));
        Instant start = from.plus(api.clockAhead());
        if (!line.has(Option.JSON)) {
            table.title();
        }
        if (past) {
            return look(line, api, query, table, start);
        }
        query.put("since", start.minus(OVERLAP).toString());
        // Those of the last seconds were there before.
        changed(api, query, start);
        return start;
    }

    private Instant look(Line line, Api api, Map<String, String> query, Table table, Instant from) throws IOException {
        query.put("since", (told.isEmpty() ? from : from.minus(OVERLAP)).toString());
        Instant latest = from;
        for (Json one : changed(api, query, from)) {
            if (line.has(Option.JSON)) {
                session.asJson(line, one.compact());
            } else {
                table.row(Deliveries.row(one));
                table.flush();
            }
            Instant updated = updated(one, from);
            latest = updated.isAfter(latest) ? updated : latest;
        }
        return latest;
    }

    private static Instant updated(Json one, Instant otherwise) {
        try {
            return Instant.parse(one.text("updated"));
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    /** What was not told yet, the eldest first. */
    private List<Json> changed(Api api, Map<String, String> query, Instant from) throws IOException {
        List<Json> changed = new ArrayList<>();
        query.remove("cursor");
        for (int i = 0; i < PAGES; i++) {
            Json page = api.json(api.get(Deliveries.PATH, query));
            page.items("items").stream().filter(one -> !state(one).equals(told.put(one.text("deliveryId"), state(one)))).forEach(changed::add);
            if (!page.has("next")) {
                break;
            }
            if (i == PAGES - 1) {
                session.terminal().aside("More than " + PAGE * PAGES + " deliveries have changed since " + Session.second(from.toString())
                        + "; the eldest are left out.");
            }
            query.put("cursor", page.text("next"));
        }
        Collections.reverse(changed);
        return changed;
    }

    private static String state(Json one) {
        return one.text("state") + ' ' + one.text("attempts") + ' ' + one.text("updated");
    }
}
