package com.versaai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every source file has to keep, whoever writes it. Kamelets have rules of their own: {@code KameletLintTest}. */
class HouseRulesTest {

    private static final int LONGEST_CLASS = 300;
    private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"");
    private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("(?<![A-Za-z])(routeTemplate|templatedRoute|from|rest)\\(");

    /** Credentials that show by their form. The sandbox's own are published and worth nothing. */
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?:whsec_|[sr]k_live_|[sr]k_test_|xox[abeprs]-|xapp-|gh[opsu]_|AKIA)(?!sandbox\\b)[A-Za-z0-9-]{6,}"
            + "|hooks\\.slack\\.com/services/T[A-Z0-9]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY");
    /** A setting whose name says secret; its value has to come from outside, without a default. Completion tokens are words. */
    private static final Pattern SETTING = Pattern.compile(
            "(?im)^[\\s-]*(?!most-completion-tokens:)[\\w.-]*(?:password|secret|token|(?:api|write|access|private)[-_]?key)s?\\s*:[ \\t]+(\\S.*)$");
    private static final Pattern FROM_OUTSIDE = Pattern.compile("[\"'\\[]*\\$\\{[\\w.-]+(?::\\?[^}]*|\\?[^}]*|:)?}[\"'\\]]*(?:\\s+#.*)?");

    private static final Set<String> TEXT = Set.of("java", "yaml", "yml", "xml", "properties", "sql", "md", "example", "html", "json");

    @Test
    void everyRouteSaysItsIdGroupAndDescription() throws IOException {
        for (Path file : files("java", "routes")) {
            assertThat(incompleteRoutes(Files.readString(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void noClassIsTooLong() throws IOException {
        for (Path file : files("java", "src/main/java", "routes")) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LONGEST_CLASS);
        }
    }

    @Test
    void noCredentialIsWrittenDown() throws IOException {
        for (Path file : files(null, "src/main", "routes", "kamelets", "deploy", "docs", "bench")) {
            assertThat(credentials(file.toString(), Files.readString(file))).as(file.toString()).isEmpty();
        }
        for (Path file : List.of(Path.of("docker-compose.yml"), Path.of("Dockerfile"), Path.of("README.md"), Path.of("pom.xml"))) {
            assertThat(credentials(file.toString(), Files.readString(file))).as(file.toString()).isEmpty();
        }
    }

    @Test
    void findsARouteThatLacksSomething() {
        assertThat(incompleteRoutes("from(\"direct:a\").routeId(\"a\").routeGroup(\"g\").to(\"b\");")).hasSize(1);
        assertThat(incompleteRoutes("templatedRoute(\"delivery\").parameter(\"x\", \"y\");")).hasSize(1);
        assertThat(incompleteRoutes("from(\"a\").routeId(\"a\").routeGroup(\"g\").routeDescription(\"x; from(y)\");")).isEmpty();
    }

    @Test
    void findsACredential() {
        String key = "whsec_" + "a1b2c3d4e5";
        assertThat(credentials("Any.java", "String key = \"" + key + "\";")).hasSize(1);
        assertThat(credentials("application.yaml", "  client-secret: hunter2")).hasSize(1);
        assertThat(credentials("application.yaml", "  client-secret: ${CLIENT_SECRET:hunter2}")).hasSize(1);
        assertThat(credentials("application.yaml", "  client-secret: ${CLIENT_SECRET}")).isEmpty();
    }

    /** Routes, by their first words, that lack one of the three; strings and comments are left out, for they may hold anything. */
    private static List<String> incompleteRoutes(String source) {
        String code = COMMENT.matcher(STRING.matcher(source).replaceAll("\"\"")).replaceAll("");
        List<String> incomplete = new ArrayList<>();
        for (String statement : code.split(";")) {
            Matcher route = ROUTE.matcher(statement);
            if (route.find()) {
                // A template's instances have the id; the template has group and description for them.
                List<String> needed = switch (route.group(1)) {
                    case "routeTemplate" -> List.of(".routeGroup(", ".routeDescription(");
                    case "templatedRoute", "rest" -> List.of(".routeId(");
                    default -> List.of(".routeId(", ".routeGroup(", ".routeDescription(");
                };
                needed.stream().filter(call -> !statement.contains(call))
                        .forEach(call -> incomplete.add(call + " is missing: " + statement.strip()));
            }
        }
        return incomplete;
    }

    /** Where it is, never what it is: this goes into build logs. */
    private static List<String> credentials(String name, String text) {
        List<String> found = new ArrayList<>();
        CREDENTIAL.matcher(text).results().forEach(hit -> found.add("line " + line(text, hit.start())));
        if (name.endsWith(".yaml") && name.contains("application") || name.contains("docker-compose")) {
            SETTING.matcher(text).results()
                    .filter(hit -> !FROM_OUTSIDE.matcher(hit.group(1)).matches())
                    .filter(hit -> !(name.contains("sandbox") && hit.group(1).contains("sandbox")))
                    .forEach(hit -> found.add("line " + line(text, hit.start(1))));
        }
        return found;
    }

    private static long line(String text, int position) {
        return text.substring(0, position).lines().count();
    }

    private static List<Path> files(String ending, String... folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                found.addAll(files.filter(Files::isRegularFile).filter(file -> wanted(file, ending)).collect(Collectors.toList()));
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private static boolean wanted(Path file, String ending) {
        String own = file.toString().substring(file.toString().lastIndexOf('.') + 1);
        return ending == null ? TEXT.contains(own) : own.equals(ending);
    }
}
