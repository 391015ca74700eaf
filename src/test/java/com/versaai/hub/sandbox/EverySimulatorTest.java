package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;

/** A simulator is its folder: it keeps the contract, and nothing that is shared names it. */
class EverySimulatorTest {

    private static final Path MAIN = Path.of("src/main");
    private static final Path SANDBOX = MAIN.resolve("java/com/versaai/hub/sandbox");
    private static final Set<String> TEXT = Set.of("java", "yaml", "yml", "properties", "factories", "imports", "json", "xml", "html", "js", "sql");

    static List<SimulatedProvider> providers() {
        return SimulatedProvider.values();
    }

    @Test
    void everyFolderAnnouncesOneAndHasItsName() throws IOException {
        assertThat(providers()).isNotEmpty();
        try (Stream<Path> folders = Files.list(SANDBOX)) {
            assertThat(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SimulatedProvider.paths(providers()));
        }
        assertThat(providers()).allSatisfy(provider -> assertThat(provider.factory().getClass().getPackageName()).endsWith(".sandbox." + provider.path()));
    }

    @Test
    void everyOneKeepsTheContract() {
        ClassPathScanningCandidateComponentProvider tests = new ClassPathScanningCandidateComponentProvider(false);
        tests.addIncludeFilter(new AssignableTypeFilter(SimulatorContract.class));
        Set<String> packages = tests.findCandidateComponents("com.versaai.hub.sandbox").stream()
                .map(test -> test.getBeanClassName().replaceFirst(".*\\.sandbox\\.(\\w+)\\.\\w+$", "$1")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).as("a test that extends SimulatorContract, in the simulator's package")
                .containsExactlyElementsOf(SimulatedProvider.paths(providers()));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void isFoundByItsNameAlone(SimulatedProvider provider) {
        assertThat(provider.path()).matches("[a-z][a-z0-9]*");
        assertThat(SimulatedProvider.of(provider.path())).containsSame(provider);
        assertThat(SimulatedProvider.of(provider.path().toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(provider.settings("http://localhost:1")).isNotEmpty()
                .allSatisfy((name, value) -> assertThat(name).startsWith("hub.provider." + provider.path() + "."))
                .anySatisfy((name, value) -> assertThat(value).startsWith("http://localhost:1/" + provider.path()));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void nothingElseNamesItsClasses(SimulatedProvider provider) throws IOException {
        Path own = SANDBOX.resolve(provider.path());
        List<String> names = new ArrayList<>(List.of(Pattern.quote("com.versaai.hub.sandbox." + provider.path() + ".")));
        try (Stream<Path> classes = Files.list(own)) {
            classes.map(file -> file.getFileName().toString().replace(".java", "")).filter(name -> !name.equals("package-info"))
                    .forEach(name -> names.add("\\b" + name + "\\b"));
        }
        assertThat(names).as("its classes").hasSizeGreaterThan(2);
        Pattern named = Pattern.compile(String.join("|", names));
        assertThat(texts(MAIN, own)).filteredOn(file -> named.matcher(text(file)).find()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theSharedSandboxDoesNotKnowIt(SimulatedProvider provider) throws IOException {
        Pattern name = Pattern.compile("(?i)(?<![a-z])" + provider.path() + "(?![a-z])");
        try (Stream<Path> shared = Files.list(SANDBOX)) {
            assertThat(shared.filter(Files::isRegularFile)).isNotEmpty().filteredOn(file -> name.matcher(text(file)).find()).isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> texts(Path folder, Path without) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.startsWith(without))
                    .filter(file -> TEXT.contains(file.toString().replaceFirst(".*\\.", ""))).toList();
        }
    }
}
