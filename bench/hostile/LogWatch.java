package hostile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the hub wrote into its log meanwhile. */
final class LogWatch {

    private static final Pattern LINE = Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (?:TRACE|DEBUG|INFO|WARN|ERROR) +(\\S+) .*", Pattern.DOTALL);
    /** A trace goes with its line; whatever else begins a line is not the hub's. */
    private static final Pattern TRACE = Pattern.compile("\\tat .*|\\t\\.\\.\\. .*|(?:Caused by: |\\t?Suppressed: )?[\\w.$]+(?:Exception|Error|Failure)\\b.*|\\s*");

    private final Path log;
    private final long from;
    private final Map<String, Integer> loggers = new TreeMap<>();
    private String finding;
    private long bytes;

    LogWatch(Path log) throws IOException {
        this.log = log;
        this.from = Files.size(log);
    }

    void read() throws IOException {
        byte[] added;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(from);
            added = new byte[(int) Math.min(file.length() - from, 64 << 20)];
            file.readFully(added);
            bytes = file.length() - from;
        }
        for (String line : new String(added, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            judge(line);
        }
    }

    private void judge(String line) {
        Matcher own = LINE.matcher(line);
        if (own.matches()) {
            loggers.merge(own.group(1), 1, Integer::sum);
        } else if (line.contains(Nasty.MARK) || !TRACE.matcher(line).matches()) {
            found("a line that is not the hub's", line);
        }
        if (line.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7f)) {
            found("control characters", line);
        }
    }

    private void found(String what, String line) {
        if (finding == null) {
            finding = what + ": " + line.replaceAll("[^ -~]", "?");
        }
    }

    String finding() {
        return finding;
    }

    long bytes() {
        return bytes;
    }

    Map<String, Integer> loggers() {
        return loggers;
    }
}
