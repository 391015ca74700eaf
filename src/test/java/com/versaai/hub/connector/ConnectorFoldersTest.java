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
 * Deleting a connector's package leaves a hub that compiles and starts: nothing but the sandbox names it, no connector another, in whatever
 * text. To use a class of another package, Java has to write the package's name somewhere. What else it may use: {@code PackagesTest}.
 */
class ConnectorFoldersTest {

    static final Path CONNECTORS = Path.of("src/main/java/com/versaai/hub/connector");

    private static final Path HUB = Path.of("src/main/java/com/versaai/hub");
    private static final Pattern CONNECTOR = Pattern.compile("\\bcom\\.versaai\\.hub\\.connector\\.([a-z]\\w*)");

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
    void findsANameHoweverItIsWritten() {
        assertThat(connectors("import com.versaai.hub.connector.acme.AcmeFaults;")).containsExactly("acme");
        assertThat(connectors("import static com.versaai.hub.connector.acme.Acme.*;")).containsExactly("acme");
        assertThat(connectors("new com.versaai.hub.connector.acme.Acme(); // and com.versaai.hub.connector.b2b.B")).containsExactly("acme", "b2b");
        assertThat(connectors("import com.versaai.hub.connector.Connector; import com.versaai.hub.connector.*;")).isEmpty();
    }

    private static Set<String> connectors(String source) {
        Set<String> names = new TreeSet<>();
        CONNECTOR.matcher(source).results().forEach(hit -> names.add(hit.group(1)));
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
