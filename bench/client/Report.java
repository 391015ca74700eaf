package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The rows, on the screen and in the results file. */
final class Report {

    private final Path file;
    private final String jdk;

    Report(Path file, String jdk) {
        this.file = file;
        this.jdk = jdk;
    }

    void row(String part, String what, String settings, long n, String figure) throws IOException {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        String row = "| %s | %s | %s | %s | %d | %s | %s |%n".formatted(part, jdk, what, settings, n, figure, load);
        System.out.print(row);
        System.out.flush();
        Files.writeString(file, row, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
