package com.versaai.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.CommandLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands against a hub that keeps to the contract: in this JVM, or as a process, as people do. */
abstract class CliCase {

    private static final CompiledCli COMPILED = new CompiledCli();

    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();
    ContractHub hub;

    /** What a command has done. */
    record Ran(int code, String out, String err) {

        Ran ended(int expected) {
            assertThat(code).as("%s\n%s", out, err).isEqualTo(expected);
            // Whatever happens: no stack trace, and nothing that says who asked.
            assertThat(out + err).doesNotContain("\tat ", "Exception in thread", ContractHub.KEY);
            return this;
        }
    }

    @BeforeEach
    void start() throws IOException {
        hub = new ContractHub();
        environment.put("HUB_URL", hub.url());
        environment.put("HUB_API_KEY", ContractHub.KEY);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    Ran hub(String... words) throws Exception {
        return piped("", words);
    }

    Ran piped(String input, String... words) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = COMPILED.run(List.of(words), environment, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Ran run(Path launcher, String input, String... words) throws Exception {
        Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = builder(launcher, words).redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(String.join(" ", words)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    ProcessBuilder builder(Path launcher, String... words) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        CommandLine.prepare(builder);
        builder.environment().putAll(environment);
        return builder;
    }
}
