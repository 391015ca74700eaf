package cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name    with its dashes
 * @param value   what follows it, in capitals; null for one that stands alone
 * @param choices what may follow, empty for anything
 */
record Option(String name, String value, String text, List<String> choices) {

    static final Option JSON = flag("--json", "the hub's answer as it is, for machines");
    static final Option HELP = flag("--help", "this");

    static Option flag(String name, String text) {
        return new Option(name, null, text, List.of());
    }

    static Option with(String name, String value, String text) {
        return new Option(name, value, text, List.of());
    }

    static Option oneOf(String name, String text, String... choices) {
        return new Option(name, "WORD", text, List.of(choices));
    }

    /** Whether a shell completes it by files. */
    boolean isFile() {
        return value != null && value.contains("FILE");
    }

    String shown() {
        return value == null ? name : name + ' ' + value;
    }

    String explained() {
        return choices.isEmpty() ? text : text + ": " + String.join(", ", choices);
    }
}
