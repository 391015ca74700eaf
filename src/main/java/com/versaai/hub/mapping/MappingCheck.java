package com.versaai.hub.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks through the mappings on disk before an event does: nobody should learn of a broken file by a payment that is dead. */
final class MappingCheck {

    private static final String SHOWN = "routes/connectors/";
    private static final String SHARED = "shared.jq";
    private static final Pattern PLACE = Pattern.compile("(?:at )?line (\\d+)(?:, column (\\d+))?( of shared\\.jq)?\\.?");
    private static final Pattern FUNCTION = Pattern.compile("Function ([\\w:]+)/\\d+ does not exist");

    private final Path location;

    MappingCheck(Path location) {
        this.location = location;
    }

    /** What is told of one file, null for nothing. */
    interface Compiling {
        Broken broken(String name);
    }

    /** @param running whether an earlier text is in use */
    record Broken(String message, boolean running) {
    }

    /** One for each broken file; what is wrong with the shared one is said once, and not of all that have it before them. */
    List<MappingProblem> problems(Compiling compiling) {
        List<MappingProblem> problems = new ArrayList<>();
        for (String name : names()) {
            Broken broken = compiling.broken(name);
            MappingProblem problem = broken == null ? null : problem(name, broken);
            if (problem != null && problems.stream().noneMatch(known -> known.file().equals(problem.file()))) {
                problems.add(problem);
            }
        }
        return problems;
    }

    private MappingProblem problem(String name, Broken broken) {
        Matcher place = PLACE.matcher(broken.message());
        Matcher function = FUNCTION.matcher(broken.message());
        if (place.find()) {
            String file = place.group(3) == null ? name + ".jq" : SHARED;
            int line = Integer.parseInt(place.group(1));
            int column = place.group(2) == null ? 0 : Integer.parseInt(place.group(2));
            String said = (broken.message().substring(0, place.start()) + broken.message().substring(place.end())).strip();
            return new MappingProblem(SHOWN + file, line, column, said + in(text(file), line), broken.running());
        }
        String text = text(name + ".jq");
        int line = function.find() ? lineOf(text, function.group(1)) : 0;
        return new MappingProblem(SHOWN + name + ".jq", line, 0, broken.message() + in(text, line), broken.running());
    }

    private static int lineOf(String text, String word) {
        int at = text.indexOf(word);
        return at < 0 ? 0 : (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    }

    private static String in(String text, int line) {
        return text.lines().skip(Math.max(0, line - 1)).findFirst().filter(one -> line > 0 && !one.isBlank()).map(one -> " (in: " + one.strip() + ')').orElse("");
    }

    private String text(String file) {
        try {
            return Files.readString(location.resolve(file));
        } catch (IOException e) {
            return ""; // gone, or no text: said already
        }
    }

    /** {@code connector/action} of each, in order. */
    private List<String> names() {
        if (!Files.isDirectory(location)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(location, 2)) {
            return files.filter(file -> location.relativize(file).getNameCount() == 2 && file.toString().endsWith(".jq"))
                    .map(file -> location.relativize(file).toString().replace('\\', '/')).filter(name -> !name.contains("/."))
                    .map(name -> name.substring(0, name.length() - ".jq".length())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of mappings cannot be read", e);
        }
    }
}
