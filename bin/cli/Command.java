package cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One command: what help, completion and the parser know of it.
 *
 * @param words     what follows it beside options, as help shows it; a word that holds FILE is completed by files
 * @param verbs     words of which one may come first, such as replay
 * @param asks      whether it asks the hub, and so has an answer in JSON
 * @param localProof whether the token of this machine opens it
 */
record Command(String name, String words, String summary, String details, List<String> verbs, List<Option> options, boolean asks, boolean localProof,
               Action action) {

    /** Returns the exit code. */
    interface Action {
        int run(Line line) throws IOException, InterruptedException;
    }

    /** Something the hub is asked for with a key. */
    static Command ofTheHub(String name, String words, String summary, String details, Action action, Option... options) {
        return new Command(name, words, summary, details, List.of(), List.of(options), true, false, action);
    }

    /** Something about the hub's texts. */
    static Command ofRoutes(String name, String words, String summary, String details, Action action, Option... options) {
        return new Command(name, words, summary, details, List.of(), List.of(options), true, true, action);
    }

    /** Something that needs no hub. */
    static Command here(String name, String words, String summary, String details, Action action, Option... options) {
        return new Command(name, words, summary, details, List.of(), List.of(options), false, false, action);
    }

    Command withVerbs(String... words) {
        return new Command(name, this.words, summary, details, List.of(words), options, asks, localProof, action);
    }

    /** With those that every command has. */
    List<Option> allOptions() {
        return Stream.of(options, asks ? List.of(Option.JSON) : List.<Option>of(), List.of(Option.HELP)).flatMap(List::stream).toList();
    }

    boolean takesFiles() {
        return words.contains("FILE") || words.contains(".json");
    }
}
