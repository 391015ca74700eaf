package cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What people ask the running hub, from a terminal. Exit codes: 0 done; 1 problems or findings; 2 wrong use; 3 the hub refuses, is not there, or
 * something of this machine's is in the way; 130 ended by Ctrl-C.
 */
final class Main {

    private static final int DONE = 0;
    private static final int WRONG_USE = 2;
    private static final int REFUSED = 3;

    private Main() {
    }

    public static void main(String[] words) {
        Terminal terminal = Terminal.own(System.getProperty("hub.terminals", ""), System.getenv());
        System.exit(run(List.of(words), terminal, System.getenv()));
    }

    static int run(List<String> words, Terminal terminal, Map<String, String> environment) {
        try {
            return chosen(words, terminal, environment);
        } catch (WrongUse e) {
            terminal.aside(e.getMessage().isEmpty() ? Help.whole(terminal) : e.getMessage());
            return WRONG_USE;
        } catch (Refused e) {
            terminal.aside(e.getMessage());
            return REFUSED;
        } catch (IOException e) {
            terminal.aside("That did not work: " + Shown.line(e.toString()));
            return REFUSED;
        } catch (RuntimeException e) {
            // A mistake of the command line's own: one line that says where, for whoever mends it.
            Object where = e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0];
            terminal.aside("bin/hub failed by a mistake of its own: " + Shown.line(e + " at " + where));
            return REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return REFUSED;
        }
    }

    private static int chosen(List<String> words, Terminal terminal, Map<String, String> environment) throws IOException, InterruptedException {
        String first = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        Commands commands = new Commands(terminal, environment);
        if (first.isEmpty()) {
            throw new WrongUse("");
        }
        if (List.of("help", "--help", "-h").contains(first)) {
            terminal.line(rest.isEmpty() ? Help.whole(terminal) : Help.of(commands.named(rest.get(0)), terminal));
            return DONE;
        }
        Command command = commands.named(first);
        if (rest.contains(Option.HELP.name()) || rest.contains("-h")) {
            terminal.line(Help.of(command, terminal));
            return DONE;
        }
        return command.action().run(Line.of(command, rest));
    }
}
