package com.versaai.hub.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One mapping file with the shared definitions before it, compiled anew when one of the two changes. */
final class MappingFile {

    private static final Logger LOG = LoggerFactory.getLogger(MappingFile.class);
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final Path file;
    private final Path shared;
    private final Function<JsonQuery, String> missing;
    /** Texts that stand in for what is on disk. */
    private final Map<Path, String> candidates;
    /** What was tried last, good or not; the second keeps a broken edit from being compiled, and logged, at every event. */
    private volatile State state = new State(null, null, null);

    /** @param missing says what a text that compiles lacks all the same, a function above all; null for nothing */
    MappingFile(Path file, Path shared, Map<Path, String> candidates, Function<JsonQuery, String> missing) {
        this.missing = missing;
        this.file = file;
        this.shared = shared;
        this.candidates = candidates;
    }

    /** The newest version that compiles. */
    JsonQuery query() {
        Version present = new Version(stamp(file), stamp(shared));
        State known = state;
        return (present.equals(known.tried) ? known : refreshed(present)).usable();
    }

    /** What is wrong with the text on disk, null for nothing. */
    MappingCheck.Broken broken() {
        Version present = new Version(stamp(file), stamp(shared));
        State known = state;
        State now = present.equals(known.tried) ? known : refreshed(present);
        return now.problem == null ? null : new MappingCheck.Broken(now.problem.replaceFirst("^mapping .*?\\.jq: ", ""), now.query != null);
    }

    private synchronized State refreshed(Version present) {
        State known = state;
        if (present.equals(known.tried)) {
            return known;
        }
        State next;
        try {
            next = new State(present, compiled(), null);
            if (known.query != null) {
                LOG.info("mapping {} reloaded", file);
            }
        } catch (IOException | StackOverflowError e) {
            next = new State(present, known.query, "mapping " + file + ": " + reason(e));
            if (known.query != null) {
                LOG.error("{}; the last good version stays in use", next.problem);
            }
        }
        state = next;
        return next;
    }

    private JsonQuery compiled() throws IOException {
        JsonQuery query = JsonQuery.compile(prelude() + text(file), Versions.JQ_1_7);
        String lacks = missing.apply(query);
        if (lacks != null) {
            throw new JsonQueryException(lacks);
        }
        return query;
    }

    private String prelude() throws IOException {
        return candidates.containsKey(shared) || Files.exists(shared) ? text(shared) + '\n' : "";
    }

    private String text(Path path) throws IOException {
        String candidate = candidates.get(path);
        return candidate == null ? Files.readString(path, StandardCharsets.UTF_8) : candidate;
    }

    /** The compiler's words in one line, its line numbers counted in the file that the author knows. */
    private String reason(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return "the file does not exist; create it with a jq expression that answers {key, object, payload}, or null";
        }
        if (e instanceof StackOverflowError) {
            return "nested too deeply";
        }
        if (!(e instanceof JsonQueryException)) {
            return "can't be read (" + e.getClass().getSimpleName() + ")";
        }
        String message = parserWords(e);
        long before = sharedLines();
        return LINE.matcher(message).replaceAll(found -> {
            long line = Long.parseLong(found.group(1)) - before;
            return Matcher.quoteReplacement(line > 0 ? "line " + line : "line " + found.group(1) + " of " + shared.getFileName());
        });
    }

    /** Around the parser's own words jackson-jq quotes the whole query, and it lists every token it would have liked. */
    private static String parserWords(Throwable e) {
        Throwable parser = e;
        while (parser.getCause() != null) {
            parser = parser.getCause();
        }
        String words = String.valueOf(parser.getMessage()).replaceAll("\\s+", " ").replaceAll(" ?Was expecting.*", "").strip();
        return words.length() <= 300 ? words : words.substring(0, 300) + "…";
    }

    private long sharedLines() {
        try {
            return prelude().chars().filter(c -> c == '\n').count();
        } catch (IOException e) {
            LOG.debug("line numbers count from the start of {}", shared, e);
            return 0;
        }
    }

    private static Stamp stamp(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return Stamp.MISSING; // the compiler says what is wrong when it wants to read it
        }
    }

    private record Stamp(FileTime modified, long size) {
        static final Stamp MISSING = new Stamp(null, -1);
    }

    private record Version(Stamp file, Stamp shared) {
    }

    private record State(Version tried, JsonQuery query, String problem) {

        JsonQuery usable() {
            if (query == null) {
                throw new MappingException(problem);
            }
            return query;
        }
    }
}
