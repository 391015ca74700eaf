package hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts and findings of a run, and the report. */
final class Tally {

    private static final int EXAMPLES = 8;
    /** Of log, for each bad request on average. */
    private static final long MOST_LOG = 200;

    private final Map<String, Map<Integer, Integer>> counts = new TreeMap<>();
    private final Map<String, List<String>> findings = new LinkedHashMap<>();
    private int total;
    private int bad;
    private long slowest;
    private LogWatch log;

    synchronized void add(Attempt attempt, Answer answer, String verdict) {
        counts.computeIfAbsent(attempt.kind(), kind -> new TreeMap<>()).merge(attempt.end() == Attempt.End.ABORT ? 0 : answer.status(), 1, Integer::sum);
        total++;
        bad += answer.status() >= 400 || answer.status() <= 0 ? 1 : 0;
        slowest = Math.max(slowest, answer.millis());
        if (verdict != null) {
            finding(verdict, attempt);
        }
    }

    synchronized void finding(String what, Attempt attempt) {
        findings.computeIfAbsent(what, key -> new ArrayList<>()).add(attempt == null ? "" : attempt.index() + " " + attempt.kind() + " "
                + printable(attempt.bytes(), 160));
    }

    void log(LogWatch watched) {
        log = watched;
        if (log.finding() != null) {
            finding("log: " + log.finding(), null);
        }
        if (log.bytes() > MOST_LOG * Math.max(bad, 100)) {
            finding("log: " + log.bytes() + " bytes for " + bad + " bad requests", null);
        }
    }

    boolean clean() {
        return findings.isEmpty() && total > 0;
    }

    synchronized String report(Map<String, String> options, long seconds) {
        StringBuilder report = new StringBuilder("\n## " + options.getOrDefault("title", "hostile requests") + "\n\n");
        report.append("Seed ").append(options.get("seed")).append(", requests ").append(options.get("from")).append(" to ")
                .append(Integer.parseInt(options.get("from")) + total - 1).append(", ").append(options.get("threads")).append(" connections at once, ")
                .append(seconds).append(" s (").append(total / seconds).append("/s). Slowest answer ").append(slowest).append(" ms.\n\n");
        report.append("| door | answers |\n|---|---|\n");
        Map<Integer, Integer> sum = new TreeMap<>();
        counts.forEach((kind, statuses) -> {
            report.append("| ").append(kind).append(" | ").append(line(statuses)).append(" |\n");
            statuses.forEach((status, count) -> sum.merge(status, count, Integer::sum));
        });
        report.append("| **all** | ").append(line(sum)).append(" |\n\n");
        if (log != null) {
            report.append("Log: ").append(log.bytes()).append(" bytes for ").append(bad).append(" bad requests; lines by logger: ").append(log.loggers()).append(".\n\n");
        }
        report.append(findings.isEmpty() ? "No finding.\n" : "Findings:\n\n");
        findings.forEach((what, where) -> {
            report.append("- ").append(what).append(" (").append(where.size()).append(")\n");
            where.stream().limit(EXAMPLES).filter(example -> !example.isEmpty()).forEach(example -> report.append("  - `").append(example).append("`\n"));
        });
        return report.toString();
    }

    private static String line(Map<Integer, Integer> statuses) {
        List<String> parts = new ArrayList<>();
        statuses.forEach((status, count) -> parts.add((status == 0 ? "closed" : status.toString()) + ": " + count));
        return String.join(", ", parts);
    }

    static String printable(byte[] bytes, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(bytes.length, most); i++) {
            int c = bytes[i] & 0xff;
            text.append(c >= 0x20 && c < 0x7f && c != '`' ? Character.toString(c) : c == '\r' ? "\\r" : c == '\n' ? "\\n" : String.format("\\x%02x", c));
        }
        return text.append(bytes.length > most ? "…" : "").toString();
    }
}
