package cli;

import java.util.Map;

/** What every command works with. */
record Session(Terminal terminal, Map<String, String> environment) {

    Api api(Line line) {
        return new Api(line.command().localProof(), environment);
    }

    /** Gives machines the answer as it is; false where people want to read it. */
    boolean asJson(Line line, String answer) {
        if (line.has(Option.JSON)) {
            terminal.line(Shown.json(answer.strip()));
            return true;
        }
        return false;
    }

    /** A word for a number of things. */
    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** A time to the second, as it can be given back in {@code --since}. */
    static String second(String time) {
        return time.replaceFirst("\\.\\d+Z$", "Z");
    }
}
