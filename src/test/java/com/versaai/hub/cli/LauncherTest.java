package com.versaai.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.versaai.hub.support.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** The start: compiled once, wherever it lies, by whoever is first; completion and colours. */
class LauncherTest extends CliCase {

    private static final Path HUB = Path.of("bin/hub");

    @Test
    void startsFromAPackagedFolderTwiceAtOnceAndKeepsWhatItCompiled() throws Exception {
        Path home = packaged();
        environment.put("HUB_LIB", "");
        environment.put("HUB_CACHE", "");
        List<Process> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(builder(home.resolve("bin/hub"), "integrations", "--json").redirectErrorStream(true).redirectOutput(folder.resolve("said"
                    + i).toFile()).start());
        }
        for (Process one : both) {
            assertThat(one.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(Files.readString(folder.resolve("said" + i))).startsWith("{\"items\"").hasLineCount(1);
        }
        List<String> kept = kept(home.resolve("data/cli"));
        assertThat(kept).as("one jar, its archive of classes, nothing half done").hasSize(2).allMatch(name -> name.matches("hub-\\d+-\\d+\\.js?ar?"));

        // A symbolic link of PATH, from elsewhere.
        Path link = Files.createSymbolicLink(folder.resolve("hub"), home.resolve("bin/hub"));
        assertThat(run(link, "", "--help").ended(0).out()).startsWith("The hub from a terminal.");
        assertThat(kept(home.resolve("data/cli"))).isEqualTo(kept);
        // Another text of it is compiled anew.
        Files.writeString(home.resolve("bin/cli/Help.java"), Files.readString(home.resolve("bin/cli/Help.java")).replace("from a terminal.",
                "from here."));
        assertThat(run(home.resolve("bin/hub"), "", "--help").ended(0).out()).startsWith("The hub from here.");
    }

    private Path packaged() throws IOException {
        Path home = Files.createDirectory(folder.resolve("packaged"));
        FileSystemUtils.copyRecursively(Path.of("bin"), home.resolve("bin"));
        Files.createDirectory(home.resolve("data"));
        Files.createDirectory(home.resolve("lib"));
        Files.copy(CommandLine.jackson(), home.resolve("lib").resolve(CommandLine.jackson().getFileName()));
        return home;
    }

    /** A container may have no folder of its user's at all. */
    @Test
    void whereNothingCanBeKeptItIsCompiledForThisOnce() throws Exception {
        Path home = packaged();
        Files.delete(home.resolve("data"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        environment.putAll(Map.of("HUB_LIB", "", "HUB_CACHE", "", "XDG_CACHE_HOME", "/proc/nowhere", "TMPDIR", temporary.toString()));
        assertThat(run(home.resolve("bin/hub"), "", "integrations").ended(0).out()).contains("hubspot");
        assertThat(run(home.resolve("bin/hub"), "", "events", "--typ").ended(2).err()).contains("Did you mean --type?");
        assertThat(kept(temporary)).isEmpty();
        assertThat(home.resolve("data")).doesNotExist();
    }

    private static List<String> kept(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aMistakeOfTheSurroundingsIsToldInALine() throws Exception {
        Path home = packaged();
        environment.put("HUB_CACHE", folder.resolve("cache").toString());
        environment.put("HUB_LIB", folder.toString());
        assertThat(run(home.resolve("bin/hub"), "", "events").ended(3).err()).contains("jackson-core", "HUB_LIB").hasLineCount(1);
        environment.put("HUB_LIB", home.resolve("lib").toString());
        Files.writeString(home.resolve("bin/cli/Age.java"), "no java");
        assertThat(run(home.resolve("bin/hub"), "", "events").ended(3).err()).contains("Age.java:1", "could not be compiled");
        assertThat(kept(folder.resolve("cache"))).as("nothing half done").isEmpty();
        environment.put("JAVA_HOME", folder.toString());
        assertThat(run(home.resolve("bin/hub"), "", "events").ended(3).err()).contains("needs a JDK", "JAVA_HOME").hasLineCount(1);
    }

    /** Whoever reads the process list sees neither key nor token. */
    @Test
    void theKeyIsNoWordOfTheProcess() throws Exception {
        Process process = builder(HUB, "tail", "--every", "1s").redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        try {
            org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(60)).until(() -> hub.asked().size() > 2);
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))).contains("cli.Main").doesNotContain(ContractHub.KEY);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void everyCommandHasHelp() throws Exception {
        String all = hub("--help").ended(0).out();
        assertThat(hub("help").ended(0).out()).isEqualTo(all);
        List<String> commands = all.lines().filter(line -> line.startsWith("  ")).map(line -> line.strip().split(" ")[0]).toList();
        assertThat(commands).contains("send", "events", "timeline", "deliveries", "dead-letters", "tail", "integrations", "problems", "lint",
                "catalog", "dry-run", "try", "sample",
                "new-connector", "completion");
        for (String command : commands) {
            assertThat(hub(command, "--help").ended(0).out()).startsWith("bin/hub " + command).contains("--help");
        }
        assertThat(hub("help", "tail").ended(0).out()).contains("--every AGE");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void bashCompletesWhatHelpNames() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/bash")) || Files.isExecutable(Path.of("/bin/bash")), "needs bash");
        Path script = Files.writeString(folder.resolve("hub.bash"), hub("completion", "bash").ended(0).out());
        assertThat(bash("bash -n " + script)).isEmpty();
        assertThat(complete(script, "bin/hub", "t")).containsExactlyInAnyOrder("timeline", "tail", "try", "trace");
        assertThat(complete(script, "bin/hub", "dead-letters", "re")).containsExactlyInAnyOrder("replay", "resume");
        assertThat(complete(script, "bin/hub", "deliveries", "--state", "d")).containsExactlyInAnyOrder("delivered", "dead", "discarded");
        assertThat(complete(script, "bin/hub", "tail", "--e")).containsExactly("--every");
        Files.createDirectory(folder.resolve("drafts"));
        Files.writeString(folder.resolve("drafts/my event.json"), "{}");
        assertThat(complete(script, "bin/hub", "send", folder.resolve("drafts")
                + "/m")).containsExactly(folder.resolve("drafts/my event.json").toString());
        for (String command : complete(script, "bin/hub", "")) {
            List<String> options = command.startsWith("-") || command.equals("help") ? List.of() : complete(script, "bin/hub", command, "--");
            String help = options.isEmpty() ? "" : hub(command, "--help").ended(0).out();
            assertThat(options).as(command).allMatch(help::contains);
        }
    }

    private List<String> complete(Path script, String... words) throws Exception {
        StringBuilder quoted = new StringBuilder();
        for (String word : words) {
            quoted.append(" '").append(word).append('\'');
        }
        return bash("bash -c '. \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _hub; printf \"%s\\n\" \"${COMPREPLY[@]}\"' " + script
                + quoted).lines()
                .filter(line -> !line.isEmpty()).toList();
    }

    private String bash(String command) throws Exception {
        Path said = folder.resolve("bash.txt");
        Process process = new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }

    /** zsh itself need not be there: what would break its text is a quote or a bracket too many. */
    @Test
    void zshHasEveryCommandAndOption() throws Exception {
        String text = hub("completion", "zsh").ended(0).out();
        assertThat(text).startsWith("#compdef hub\n").contains("'--state[in this state only]:value:(pending delivered", "'1:what:(list show replay",
                "'*:file:_files'", "'dead-letters:");
        Path script = Files.writeString(folder.resolve("_hub"), text);
        assertThat(bash("command -v zsh >/dev/null || exit 0; zsh -n " + script)).isEmpty();
        for (String line : text.lines().toList()) {
            assertThat(line.replace("'\\''", "").chars().filter(c -> c == '\'').count() % 2).as(line).isZero();
        }
    }

    @Test
    void coloursAreForTerminalsThatWantThem() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux, which makes a terminal");
        assertThat(terminal("xterm", "")).contains("\033[32mCLOSED\033[0m", "\033[31mOPEN\033[0m");
        assertThat(terminal("xterm", "1")).contains("CLOSED").doesNotContain("\033");
        assertThat(terminal("dumb", "")).contains("CLOSED").doesNotContain("\033");
    }

    private String terminal(String kind, String noColor) throws Exception {
        Path said = folder.resolve("terminal.txt");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", "sh bin/hub integrations", "/dev/null").redirectErrorStream(true)
                .redirectOutput(said.toFile());
        CommandLine.prepare(builder);
        builder.environment().putAll(environment);
        builder.environment().put("TERM", kind);
        builder.environment().put("NO_COLOR", noColor);
        assertThat(builder.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }

    /** The prompt, in a terminal. */
    @Test
    void manyAreReplayedOnlyAfterAYes() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux, which makes a terminal");
        hub.answering("actOnDeadLetters", query -> new ContractHub.Said(202, "{\"id\": \"j1\", \"action\": \"replay\", \"state\": \"running\"}"));
        assertThat(answered("n")).contains("Replay 1 dead letter (destination slack)? [y/N]", "Nothing was done.");
        assertThat(hub.paths()).doesNotContain("POST /api/v1/dead-letters");
        assertThat(answered("y")).contains("j1");
        assertThat(hub.paths()).contains("POST /api/v1/dead-letters");
    }

    private String answered(String answer) throws Exception {
        Path said = folder.resolve("answered.txt");
        Path input = Files.writeString(folder.resolve("answer.txt"), answer + "\n");
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/script", "-qec", "sh bin/hub dead-letters replay --destination slack", "/dev/null")
                .redirectErrorStream(true)
                .redirectInput(input.toFile()).redirectOutput(said.toFile());
        CommandLine.prepare(builder);
        builder.environment().putAll(environment);
        assertThat(builder.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }
}
