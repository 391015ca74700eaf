package cli;

import cli.Shown.Colour;
import java.util.List;

/** Help, made of the table of commands. */
final class Help {

    private static final int COLUMN = 26;

    private Help() {
    }

    static String whole(Terminal terminal) {
        StringBuilder text = new StringBuilder("The hub from a terminal.\n\n");
        Commands.all(new Session(terminal, java.util.Map.of())).forEach(command ->
                text.append("  ").append(padded(terminal, command.name(), COLUMN)).append(command.summary()).append('\n'));
        return text.append("""

                bin/hub COMMAND --help says more of one. Commands that ask the hub take --json: the answer as it is, for machines.

                HUB_URL       where the hub is; http://localhost:8080 when absent
                HUB_API_KEY   who asks. Without it: what is about routes, by the token file of the hub of this machine; the rest with the sandbox's key
                HUB_DATA      folder of that token file; data, here or beside bin, when absent
                HUB_LIB, HUB_CACHE   where jackson-core is, and where what is compiled is kept, if not where the first start looks
                NO_COLOR      no colours, on a terminal either

                Exit code: 0 done, 1 problems or findings, 2 wrong use, 3 refused or no hub there, 130 ended by Ctrl-C.
                Completion: . <(bin/hub completion bash), or completion zsh.""").toString();
    }

    static String of(Command command, Terminal terminal) {
        StringBuilder text = new StringBuilder("bin/hub ").append(terminal.coloured(Colour.BOLD, command.name()));
        if (!command.words().isEmpty()) {
            text.append(' ').append(command.words());
        }
        text.append(command.options().isEmpty() ? "" : " [OPTION]...").append("\n\n").append(command.summary()).append(".\n");
        if (!command.details().isEmpty()) {
            text.append('\n').append(command.details().strip()).append('\n');
        }
        text.append('\n');
        List<Option> options = command.allOptions();
        options.forEach(option -> text.append("  ").append(padded(terminal, option.shown(), COLUMN)).append(option.explained()).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String padded(Terminal terminal, String word, int column) {
        return terminal.coloured(Colour.BOLD, word) + " ".repeat(Math.max(2, column - word.length()));
    }
}
