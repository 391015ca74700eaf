package cli;

import cli.Shown.Colour;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The three streams. What comes from elsewhere is made harmless before it is given here ({@link Shown}). */
final class Terminal {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final String terminals;
    private final boolean coloured;

    /** @param terminals those of {@code in,out,err} that are terminals */
    Terminal(String terminals, Map<String, String> environment, InputStream in, OutputStream out, OutputStream err) {
        this.terminals = terminals;
        this.in = in;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        coloured = terminals.contains("out") && environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** Those of this process. */
    static Terminal own(String terminals, Map<String, String> environment) {
        return new Terminal(terminals, environment, System.in, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    void line(String text) {
        out.append(text).append('\n');
        out.flush();
    }

    /** Beside the answer: what a pipe must not get. */
    void aside(String text) {
        err.println(text);
    }

    String coloured(Colour colour, String text) {
        return coloured && colour != null && !text.isEmpty() ? colour.on(text) : text;
    }

    /** Whether somebody reads on: {@code bin/hub tail | head} ends. */
    boolean isHeard() {
        return !out.checkError();
    }

    /** What is piped in. */
    InputStream in() {
        return in;
    }

    boolean canAsk() {
        return terminals.contains("in") && terminals.contains("err");
    }

    boolean agrees(String question) throws IOException {
        err.print(question + " [y/N] ");
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).matches("y|yes");
    }
}
