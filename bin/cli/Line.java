package cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was written behind a command, taken apart: words, and options with their values. */
final class Line {

    private static final int CLOSE = 2;
    private static final int MOST = 1_000_000_000;

    private final Command command;
    private final List<String> words = new ArrayList<>();
    private final Map<String, List<String>> options = new LinkedHashMap<>();

    private Line(Command command) {
        this.command = command;
    }

    static Line of(Command command, List<String> all) {
        Line line = new Line(command);
        for (int i = 0; i < all.size(); i++) {
            String word = all.get(i);
            if (word.equals("--")) {
                line.words.addAll(all.subList(i + 1, all.size()));
                break;
            }
            if (word.length() < 2 || !word.startsWith("-")) {
                line.words.add(word);
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            Option option = line.option(equals < 0 ? word : word.substring(0, equals));
            String value = equals < 0 ? null : word.substring(equals + 1);
            if (option.value() == null && value != null) {
                throw line.wrong(option.name() + " takes no value.");
            }
            if (option.value() != null && value == null && ++i < all.size()) {
                value = all.get(i);
            }
            line.take(option, value);
        }
        return line;
    }

    private Option option(String name) {
        String known = "-h".equals(name) ? Option.HELP.name() : name;
        return command.allOptions().stream().filter(option -> option.name().equals(known)).findFirst().orElseThrow(() -> {
            List<String> names = command.allOptions().stream().map(Option::name).toList();
            return wrong(command.name() + " has no option " + Shown.line(name) + '.' + meant(name, names));
        });
    }

    private void take(Option option, String value) {
        if (option.value() != null && value == null) {
            throw wrong(option.name() + " needs a value: " + option.shown() + '.');
        }
        if (!option.choices().isEmpty() && !option.choices().contains(value)) {
            throw wrong(option.name() + " is one of " + String.join(", ", option.choices()) + ", not " + Shown.line(value) + '.'
                    + meant(value, option.choices()));
        }
        options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value == null ? "" : value);
    }

    /** A sentence with the likeliest of what there is, empty when nothing is near. */
    static String meant(String wrong, List<String> known) {
        Stream<String> near = known.stream().filter(one -> distance(wrong, one) <= CLOSE || wrong.length() > 2 && one.startsWith(wrong));
        return near.min(Comparator.comparingInt(one -> distance(wrong, one))).map(one -> " Did you mean " + one + '?').orElse("");
    }

    /** Letters to change, to add or to leave out. */
    private static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1));
            }
            before = now;
        }
        return before[to.length()];
    }

    WrongUse wrong(String message) {
        return new WrongUse(message + " See bin/hub " + command.name() + " --help.");
    }

    Command command() {
        return command;
    }

    List<String> words() {
        return words;
    }

    String word(int at, String what) {
        if (words.size() <= at) {
            throw wrong(what + " is missing.");
        }
        return words.get(at);
    }

    /** What is too much would have been meant otherwise. */
    Line atMost(int number) {
        if (words.size() > number) {
            throw wrong(Shown.line(words.get(number)) + " is too much.");
        }
        return this;
    }

    boolean has(Option option) {
        return options.containsKey(option.name());
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The value that was given last, or {@code otherwise}. */
    String value(String option, String otherwise) {
        List<String> given = options.getOrDefault(option, List.of());
        return given.isEmpty() ? otherwise : given.get(given.size() - 1);
    }

    List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    int number(String option, int otherwise, int most) {
        String value = value(option, String.valueOf(otherwise));
        int number = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : MOST;
        if (number < 1 || number > most) {
            throw wrong(option + " is a number from 1 to " + most + ", not " + Shown.line(value) + '.');
        }
        return number;
    }
}
