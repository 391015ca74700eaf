package cli;

import java.util.List;
import java.util.Map;

/** The table of commands: help, completion and what runs are made of it. */
final class Commands {

    private static final String AGE = "a time (2026-01-05T10:00:00Z) or how long ago (30m, 24h, 7d)";
    private static final Option DESTINATION = Option.with("--destination", "NAME", "to this destination only");
    private static final Option TYPE = Option.with("--type", "TYPE", "of events of this type only, such as payment.processed");
    private static final Option STATE = Option.oneOf("--state", "in this state only", "pending", "delivered", "parked", "dead", "discarded",
            "superseded");
    private static final Option SINCE = Option.with("--since", "WHEN", "changed since then: " + AGE);
    private static final Option UNTIL = Option.with("--until", "WHEN", "changed before then: " + AGE);
    private static final Option LIMIT = Option.with("--limit", "NUMBER", "how many at most, 1 to 500; 50 when absent");
    private static final Option CURSOR = Option.with("--cursor", "CURSOR", "the next page, as the page before names it");
    private static final Option CLASS = Option.oneOf("--class", "that failed for this reason only", "TRANSIENT", "RATE_LIMITED", "PERMANENT",
            "IN_DOUBT");
    private static final Option OLDER = Option.with("--older-than", "AGE", "dead for longer: 30m, 24h, 7d");
    private static final Option NEWER = Option.with("--newer-than", "AGE", "dead for less long");

    private final List<Command> all;

    Commands(Terminal terminal, Map<String, String> environment) {
        all = all(new Session(terminal, environment));
    }

    Command named(String name) {
        return all.stream().filter(command -> command.name().equals(name)).findFirst().orElseThrow(() -> new WrongUse("There is no command "
                + Shown.line(name) + '.' + (name.startsWith("-") ? " The command comes first, then its options." : Line.meant(name, names()))
                + " bin/hub --help lists them."));
    }

    private List<String> names() {
        return all.stream().map(Command::name).toList();
    }

    static List<Command> all(Session session) {
        return List.of(send(session), events(session), timeline(session), deliveries(session), deadLetters(session), tail(session),
                integrations(session), problems(session), lint(session), catalog(session), dryRun(session), trial(session), trace(session), sample(session),
                newConnector(session), completion(session));
    }

    private static Command send(Session session) {
        return Command.ofTheHub("send", "[FILE | -]", "publishes an event, or a batch of them", """
                FILE (- is what is piped in) is a CloudEvent, an array of up to 100, or just {"type": …, "data": …}; what is missing of specversion, id and
                source is added. An event that is sent again with the same source, id and type has no second effect.
                  bin/hub send --type user.login --subject u_1 --data '{"id": "u_1"}'""", new Sending(session)::send,
                Option.with("--type", "TYPE", "of the event, without a file"), Option.with("--data", "JSON", "of the event, without a file"),
                Option.with("--subject", "WORD", "what it is about: events of one subject keep their order"),
                Option.with("--source", "URI", "who says it; /command-line when absent"), Option.with("--id", "WORD",
                        "the sender's; a new one when absent"));
    }

    private static Command events(Session session) {
        return Command.ofTheHub("events", "", "lists events with what became of them, the latest first", """
                Read from deliveries: an event that no route asks a delivery for is not among them, nor one that still waits for its first attempt;
                bin/hub timeline finds both by their ids.""", new Deliveries(session)::events, TYPE, DESTINATION, STATE, SINCE, UNTIL, LIMIT);
    }

    private static Command timeline(Session session) {
        return Command.ofTheHub("timeline", "EVENT-ID", "shows every step of one event", "EVENT-ID is the hub's, or the sender's (evt_…).",
                new Deliveries(session)::timeline);
    }

    private static Command deliveries(Session session) {
        return Command.ofTheHub("deliveries", "", "lists deliveries, the latest first", "One that waits for its first attempt is not among them.",
                new Deliveries(session)::list, DESTINATION, TYPE, STATE, Option.with("--event", "EVENT-ID", "of this event only"), SINCE, UNTIL,
                        LIMIT, CURSOR);
    }

    private static Command deadLetters(Session session) {
        DeadLetters letters = new DeadLetters(session);
        return Command.ofTheHub("dead-letters", "[list | show ID | replay ID... | discard ID... | jobs [JOB] | stop JOB | resume JOB]",
                "lists what could not be delivered; shows, replays, discards it", """
                replay and discard of one ID are done at once. Of several, or of all that the options match (--all: of every open one), it is asked first,
                or --yes is needed; they become a job that the hub works off at the destinations' own rates.""", letters::run,
                DESTINATION, TYPE, CLASS, OLDER, NEWER, LIMIT, CURSOR, Option.flag("--all", "replay, discard: every open dead letter"),
                Option.flag("--yes", "replay, discard: do not ask")).withVerbs(DeadLetters.VERBS);
    }

    private static Command tail(Session session) {
        return Command.ofTheHub("tail", "", "shows deliveries as they change, until Ctrl-C", """
                Asks every 2 s for what has changed since, 1000 deliveries at most each time; says so where there were more. Goes on when the hub is
                restarted. With --json each delivery is one line.""", new Tail(session)::run, DESTINATION, TYPE, STATE,
                Option.with("--since", "AGE", "from so long ago on (30m, 24h); from now on when absent"),
                Option.with("--every", "AGE", "how often it asks, 1s to 5m; 2s when absent"), Option.with("--for", "AGE", "end after that"));
    }

    private static Command integrations(Session session) {
        return Command.ofTheHub("integrations", "", "shows every destination with circuit, backlog and last error; feeds and first loads", "",
                new Deliveries(session)::integrations);
    }

    private static Command problems(Session session) {
        return Command.ofRoutes("problems", "", "tells texts on disk that do not run, and why", "Exit code 1 when there are any.",
                new Texts(session)::problems);
    }

    private static Command lint(Session session) {
        return Command.ofRoutes("lint", "", "tells what the rules say about routes and kamelets",
                "Exit code 1 when they find something. The rules: docs/routes.md.",
                new Texts(session)::lint);
    }

    private static Command catalog(Session session) {
        return Command.ofRoutes("catalog", "", "lists the routes that run; with --json all that the hub consists of", "", new Texts(session)::catalog);
    }

    private static Command dryRun(Session session) {
        return Command.ofRoutes("dry-run", "ROUTE EVENT.json | /webhooks/SOURCE REQUEST.json",
                "shows what a route would do with an event, or what a webhook would become",
                "Nothing is sent.", new Trials(session)::dryRun, Option.with("--header", "\"NAME: VALUE\"", "of the webhook, as often as needed"),
                Option.with("--object", "FILE", "what the provider would answer where an object is read there"));
    }

    private static Command trial(Session session) {
        return Command.ofRoutes("try", "FILE...", "shows what these texts would have done with events that have been",
                "Routes, kamelets and mappings, named from routes/ or kamelets/ on, wherever they lie. Nothing is sent.", new Trials(session)::tried,
                Option.with("--since", "WHEN", AGE + "; 24h when absent"), TYPE, Option.with("--limit", "NUMBER",
                        "how many events, 1 to 1000; 100 when absent"));
    }

    private static Command trace(Session session) {
        return Command.ofRoutes("trace", "[EVENT-ID | on ROUTE... | off]", "shows what a route did with an event, step by step", """
                on has the hub note the steps of these routes for a while, for events that come from then on; people and secrets are replaced. Without a word
                it tells what is noted. In a cluster each node has its own.
                  bin/hub trace on payment-events-notify
                  bin/hub trace evt_hello""", new Traces(session)::run, Option.with("--for", "AGE", "on: how long, 1m to 60m; 15m when absent"))
                .withVerbs(Traces.VERBS);
    }

    private static Command sample(Session session) {
        return Command.ofRoutes("sample", "EVENT-ID", "writes a captured event for samples/, people replaced", "", new Trials(session)::sample);
    }

    private static Command newConnector(Session session) {
        return Command.here("new-connector", "PROVIDER THING URL | PROVIDER", "writes kamelet, manifest, mapping, simulator stub, sample and test of a connector", """
                In the folder of the project. With --inbound it also takes webhooks; without THING and URL it does only that: manifest and mapping.
                  bin/hub new-connector intercom event https://api.intercom.io/events
                  bin/hub new-connector acme --inbound""", new NewConnector(session.terminal())::run, Option.flag("--inbound", "it sends webhooks"));
    }

    private static Command completion(Session session) {
        return Command.here("completion", "bash | zsh", "prints the completion of a shell", """
                  . <(bin/hub completion bash)                          in ~/.bashrc, with the path of bin/hub
                  bin/hub completion zsh > ~/.zsh/completions/_hub      in a folder of $fpath""", new Completion(session.terminal())::run)
                .withVerbs("bash", "zsh");
    }
}
