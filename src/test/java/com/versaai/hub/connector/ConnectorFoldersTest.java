package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Deleting a connector's package leaves a hub that compiles: nothing but the sandbox names it, no connector another, and each says
 * what it uses. To use a class of another package, Java has to write the package's name somewhere, in an import or before the class.
 */
class ConnectorFoldersTest {

    static final Path CONNECTORS = Path.of("src/main/java/com/versaai/hub/connector");

    private static final Path HUB = Path.of("src/main/java/com/versaai/hub");
    /** What a connector may use of the hub. */
    private static final Set<String> SHARED = Set.of("connector", "provider");
    private static final Pattern CONNECTOR = Pattern.compile("\\bcom\\.versaai\\.hub\\.connector\\.([a-z]\\w*)");
    private static final Pattern PACKAGE = Pattern.compile("\\bcom\\.versaai\\.hub\\.([a-z]\\w*)");

    @Test
    void nothingButTheSandboxNamesAConnectorsPackage() throws IOException {
        for (Path file : files(HUB, file -> !file.startsWith(HUB.resolve("sandbox")) && !isOfAConnector(file))) {
            assertThat(connectors(Files.readString(file))).as(file.toString()).isEmpty();
        }
        for (String folder : new String[] {"src/main/resources", "routes", "kamelets"}) {
            for (Path file : files(Path.of(folder), file -> file.toString().matches(".*\\.(java|ya?ml|factories|imports|jq|xml|properties)"))) {
                assertThat(connectors(Files.readString(file))).as(file.toString()).isEmpty();
            }
        }
    }

    @Test
    void noConnectorNamesAnother() throws IOException {
        for (Path file : files(CONNECTORS, ConnectorFoldersTest::isOfAConnector)) {
            assertThat(connectors(Files.readString(file))).as(file.toString()).containsExactly(folder(file));
        }
    }

    @Test
    void aConnectorUsesOnlyWhatIsSharedAndSaysSo() throws IOException {
        for (Path file : files(CONNECTORS, ConnectorFoldersTest::isOfAConnector)) {
            assertThat(packages(Files.readString(file))).as(file.toString()).isSubsetOf(SHARED);
            assertThat(file.resolveSibling("package-info.java")).content().contains("Uses {@code connector} and {@code provider}");
        }
    }

    /** The other way round there would be a cycle. */
    @Test
    void whatIsSharedNamesNoConnectorAndNoOtherPackage() throws IOException {
        for (Path file : files(HUB.resolve("provider"), file -> true)) {
            assertThat(packages(Files.readString(file))).as(file.toString()).containsExactly("provider");
        }
        for (Path file : files(CONNECTORS, file -> !isOfAConnector(file))) {
            assertThat(packages(Files.readString(file))).as(file.toString()).isSubsetOf(SHARED);
        }
    }

    @Test
    void findsANameHoweverItIsWritten() {
        assertThat(connectors("import com.versaai.hub.connector.acme.AcmeFaults;")).containsExactly("acme");
        assertThat(connectors("import static com.versaai.hub.connector.acme.Acme.*;")).containsExactly("acme");
        assertThat(connectors("new com.versaai.hub.connector.acme.Acme(); // and com.versaai.hub.connector.b2b.B")).containsExactly("acme", "b2b");
        assertThat(connectors("import com.versaai.hub.connector.Connector; import com.versaai.hub.connector.*;")).isEmpty();
        assertThat(packages("import com.versaai.hub.delivery.Attempts; package com.versaai.hub.connector.acme;")).containsExactly("connector", "delivery");
    }

    private static Set<String> connectors(String source) {
        return names(CONNECTOR, source);
    }

    private static Set<String> packages(String source) {
        return names(PACKAGE, source);
    }

    private static Set<String> names(Pattern pattern, String source) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(source).results().forEach(hit -> names.add(hit.group(1)));
        return names;
    }

    private static boolean isOfAConnector(Path file) {
        return file.startsWith(CONNECTORS) && CONNECTORS.relativize(file).getNameCount() > 1;
    }

    private static String folder(Path file) {
        return CONNECTORS.relativize(file).getName(0).toString();
    }

    private static List<Path> files(Path folder, Predicate<Path> wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).filter(wanted).forEach(found::add);
        }
        assertThat(found).as(folder.toString()).isNotEmpty();
        return found;
    }
}
