package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A JVM without memory that lives on answers nothing and is restarted by nobody. It ends, and says why; what was accepted is on the disk. */
class OutOfMemoryTest {

    private static final String FLAG = "-XX:+ExitOnOutOfMemoryError";

    /** {@code spring-boot:run} and hub.args have them from pom.xml. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"pom.xml | <hub.jvm.arguments>([^<]*)</hub.jvm.arguments>", "Dockerfile | ENV HUB_JVM_ARGUMENTS=\"([^\"]*)\""})
    void endsTheProcessHoweverTheHubIsStarted(String file, String flags) throws IOException {
        Matcher found = Pattern.compile(flags).matcher(Files.readString(Path.of(file)));

        assertThat(found.find()).isTrue();
        assertThat(found.group(1).split(" ")).contains(FLAG);
    }

    @Test
    void hubArgsHasWhatThePomSays() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/launch/hub.args"))).contains("@hub.jvm.arguments@");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<jvmArguments>${hub.jvm.arguments}</jvmArguments>");
    }

    /** What the flag promises, with the JDK that this runs on. */
    @Test
    void endsWithALineAndAStatus() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), FLAG, "-Xmx16m", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"), Hoard.class.getName()).redirectErrorStream(true).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(new String(process.getInputStream().readAllBytes())).contains("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    }

    /** Fills the heap in a thread that nobody misses, as a request does. */
    static final class Hoard {

        private Hoard() {
        }

        public static void main(String[] args) throws InterruptedException {
            Thread request = new Thread(() -> {
                java.util.List<byte[]> kept = new java.util.ArrayList<>();
                while (true) {
                    kept.add(new byte[1 << 20]);
                }
            });
            request.start();
            Thread.sleep(3_600_000);
        }
    }
}
