package cli;

import cli.Shown.Colour;
import java.io.IOException;
import java.util.List;

/** A dry run or a trial as people read it: what would be delivered, and what would go over the wire. */
final class Outcome {

    private static final String STEP = "  ";

    private final Terminal terminal;

    Outcome(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What a webhook would become. */
    void request(Json became) {
        String outcome = became.text("outcome");
        terminal.line(terminal.coloured(Colour.of(outcome), Shown.line(outcome)) + Shown.line(after(": ", became.text("why"))));
        if (became.has("reads")) {
            terminal.line("It would read " + Shown.line(became.text("reads")) + " at the provider first.");
        }
        for (Json made : became.items("events")) {
            terminal.line("\nevent");
            block(made.at("event").pretty(), STEP);
            made.items("routes").forEach(route -> route(route, STEP));
        }
        if (!"0".equals(became.text("notRun")) && became.has("notRun")) {
            terminal.line("\n" + became.text("notRun") + " more events are shown only, not run.");
        }
    }

    /** What a route would do with an event. */
    void route(Json run, String indent) {
        terminal.line(indent + Shown.line("route " + run.text("routeId") + " with " + run.text("type") + ' ' + run.text("eventId")));
        String deeper = indent + STEP;
        for (Json branch : run.items("branches")) {
            String taken = branch.isTrue("taken") ? "taken" : "not taken";
            String line = after(", line ", branch.text("line"));
            terminal.line(deeper + Shown.line(taken + ": " + branch.text("kind") + ' ' + branch.text("condition") + line));
        }
        for (Json delivery : run.items("deliveries")) {
            delivery(delivery, "-> ", Colour.GREEN, deeper);
            delivery.items("requests").forEach(request -> request(request, deeper + STEP + STEP));
        }
        run.items("requests").forEach(request -> {
            terminal.line(deeper + "itself");
            request(request, deeper + STEP);
        });
        if (run.items("deliveries").isEmpty() && run.items("requests").isEmpty() && !run.has("error")) {
            terminal.line(deeper + "no deliveries");
        }
        error(run.text("error"), deeper);
    }

    private void delivery(Json delivery, String mark, Colour colour, String indent) {
        terminal.line(indent + terminal.coloured(colour, Shown.line(mark + delivery.text("destination") + ' ' + delivery.text("action")))
                + Shown.line(after(": ", delivery.text("why"))));
        if (delivery.has("payload")) {
            block(delivery.at("payload").pretty(), indent + STEP + STEP);
        }
        error(delivery.text("error"), indent + STEP + STEP);
    }

    private void request(Json request, String indent) {
        terminal.line(indent + terminal.coloured(Colour.BOLD, Shown.line(request.text("method") + ' ' + request.text("url"))));
        request.at("headers").fields().forEach((name, value) -> terminal.line(indent + STEP + Shown.line(name + ": " + value.text())));
        if (request.has("body")) {
            block(readable(request.text("body")), indent + STEP);
        }
    }

    /** JSON within JSON has its characters escaped twice: people get the characters. */
    private static String readable(String body) {
        try {
            return Json.of(body).pretty();
        } catch (IOException e) {
            return body;
        }
    }

    /** One event's difference between the texts that run and those that are tried. */
    void difference(Json one) {
        terminal.line("\n" + Shown.line(Deliveries.joined(one.text("type"), one.text("eventId"), one.text("routeId"))));
        one.items("added").forEach(delivery -> delivery(delivery, "+ ", Colour.GREEN, STEP));
        one.items("gone").forEach(delivery -> delivery(delivery, "- ", Colour.RED, STEP));
        for (Json changed : one.items("changed")) {
            terminal.line(STEP + terminal.coloured(Colour.YELLOW, Shown.line("~ " + changed.text("destination") + ' ' + changed.text("action"))));
            changed.items("fields").forEach(field -> terminal.line(STEP + STEP
                    + Shown.line(field.text("path") + ": " + side(field, "before") + " -> " + side(field, "after"))));
        }
        for (String when : List.of("errorBefore", "errorAfter")) {
            if (one.has(when)) {
                error(("errorBefore".equals(when) ? "before: " : "now: ") + one.text(when), STEP);
            }
        }
    }

    private static String side(Json field, String name) {
        return field.has(name) ? field.text(name) : "nothing";
    }

    private void error(String error, String indent) {
        if (!error.isEmpty()) {
            terminal.line(indent + terminal.coloured(Colour.RED, Shown.line("fails: " + error)));
        }
    }

    private void block(String text, String indent) {
        text.lines().forEach(line -> terminal.line(indent + Shown.line(line)));
    }

    private static String after(String sign, String text) {
        return text.isEmpty() ? "" : sign + text;
    }
}
