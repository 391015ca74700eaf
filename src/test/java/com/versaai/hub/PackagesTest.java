package com.versaai.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which. The truth is the sentence that begins with "Uses" in each {@code package-info}; the table in
 * {@code docs/architecture.md} repeats it. A simulator's package has none: it uses {@code sandbox}, and that is all.
 */
@AnalyzeClasses(packages = "com.versaai.hub", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

    private static final String HUB = "com.versaai.hub";
    private static final Path SOURCES = Path.of("src/main/java/com/versaai/hub");
    private static final String ONE_CONNECTOR = HUB + ".connector.*..";
    /** What a connector may ask for; everything else it would have to do without, for connectors come and go. */
    private static final Set<String> FOR_CONNECTORS = Set.of("clock", "connector", "event", "json", "provider");
    /** Whoever stands on these stands on nothing else, but on what secrets are known by. */
    private static final List<String> FOUNDATIONS = List.of("clock", "json", "verification", "provider", "rate", "log");
    private static final String GROUND = "secret";
    /** A dot within a name does not end the sentence. */
    private static final Pattern USES = Pattern.compile("\\bUses (nothing else of the hub|\\{@code (?:[^.]|\\.(?=[a-z]))*)\\.");
    private static final Pattern CODE = Pattern.compile("\\{@code ([a-z.]+)}");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|.*\\| ([^|]*) \\|$");
    /** Whose packages below are many, each beside the others alike, and are not in the table. */
    private static final Pattern ONE_OF_MANY = Pattern.compile("(connector|sandbox)\\..*");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching(HUB + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CONNECTOR_USES_ANOTHER = slices().matching(HUB + ".connector.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_THE_SANDBOX_NAMES_A_CONNECTOR = noClasses().that().resideOutsideOfPackages(ONE_CONNECTOR, HUB + ".sandbox..")
            .should().dependOnClassesThat().resideInAPackage(ONE_CONNECTOR).because("Spring finds connectors; who deletes one deletes its folders");

    /** Production's image has neither. */
    @ArchTest
    static final ArchRule NOTHING_NEEDS_THE_SANDBOX = noClasses().that().resideOutsideOfPackage(HUB + ".sandbox..")
            .should().dependOnClassesThat().resideInAnyPackage(HUB + ".sandbox..", "com.github.tomakehurst..", "org.wiremock..", "wiremock..")
            .because("they are packaged into lib-sandbox, which production leaves out");

    @ArchTest
    static void aPackageUsesOnlyWhatItSays(JavaClasses hub) {
        assertThat(unsaid(hub, PackagesTest::said)).isEmpty();
    }

    @ArchTest
    static void aConnectorSaysNothingButWhatIsForConnectors(JavaClasses hub) {
        Set<String> connectors = parts(hub).stream().filter(part -> part.startsWith("connector.")).collect(Collectors.toSet());

        assertThat(connectors).hasSizeGreaterThan(3);
        assertThat(connectors).allSatisfy(connector -> assertThat(said(connector)).isSubsetOf(FOR_CONNECTORS));
    }

    @ArchTest
    static void theTableOfTheHouseSaysTheSame(JavaClasses hub) throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        for (Matcher row = ROW.matcher(section(Files.readString(Path.of("docs/architecture.md")), "## Packages")); row.find();) {
            table.put(row.group(1), words(row.group(2), Pattern.compile("`([a-z.]+)`")));
        }
        Map<String, Set<String>> said = parts(hub).stream().filter(part -> !ONE_OF_MANY.matcher(part).matches())
                .collect(Collectors.toMap(part -> part, PackagesTest::said, (one, other) -> one, TreeMap::new));

        assertThat(table).isEqualTo(said);
    }

    @Test
    void theFoundationsUseNothingButTheGround() {
        assertThat(FOUNDATIONS).allSatisfy(foundation -> assertThat(said(foundation)).isSubsetOf(GROUND));
        assertThat(said(GROUND)).isEmpty();
    }

    @Test
    void readsWhatAPackageSays() {
        assertThat(said("x", "/** Something. Uses nothing else of the hub. */")).isEmpty();
        assertThat(said("x", "/**\n * Something. Uses {@code event}, {@code gateway} and,\n * for letters, {@code delivery}.\n */"))
                .containsExactly("delivery", "event", "gateway");
        assertThat(said("x", "/** Something. Uses {@code a.b} and {@code event}. Never {@code gateway}. */")).containsExactly("a.b", "event");
    }

    @Test
    void findsWhatIsNotSaid() {
        JavaClasses event = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(HUB + ".event");

        assertThat(unsaid(event, part -> Set.of())).isNotEmpty().allSatisfy(one -> assertThat(one).startsWith("event uses engine: "));
    }

    private interface Saying {
        Set<String> of(String part);
    }

    /** What is used and not said, each as a line that says where. */
    private static List<String> unsaid(JavaClasses classes, Saying said) {
        Map<String, Set<String>> known = new TreeMap<>();
        Set<String> lines = new TreeSet<>();
        for (JavaClass one : classes) {
            String from = part(one);
            for (Dependency dependency : from.isEmpty() ? Set.<Dependency>of() : one.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = part(target);
                if (target.getPackageName().startsWith(HUB) && !to.equals(from) && !known.computeIfAbsent(from, said::of).contains(to)) {
                    lines.add(from + " uses " + (to.isEmpty() ? "the hub's own classes" : to) + ": " + dependency.getDescription());
                }
            }
        }
        return List.copyOf(lines);
    }

    private static Set<String> parts(JavaClasses classes) {
        // Maven makes a class of every package-info, also where nothing else lies in its package.
        return classes.stream().filter(one -> !one.getSimpleName().equals("package-info")).map(PackagesTest::part).filter(part -> !part.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What follows the hub's package in its name; empty for the hub's own. */
    private static String part(JavaClass one) {
        return one.getPackageName().equals(HUB) ? "" : one.getPackageName().substring(Math.min(one.getPackageName().length(), HUB.length() + 1));
    }

    private static Set<String> said(String part) {
        if (part.startsWith("sandbox.")) {
            return Set.of("sandbox");
        }
        try {
            return said(part, Files.readString(SOURCES.resolve(part.replace('.', '/')).resolve("package-info.java")));
        } catch (IOException e) {
            throw new AssertionError("package " + part + " needs a package-info.java that says what it is and what it uses", e);
        }
    }

    private static Set<String> said(String part, String text) {
        Matcher uses = USES.matcher(text.replaceAll("\\s*\\n \\* ", " "));
        assertThat(uses.find()).as("package-info of " + part + " says \"Uses {@code …}.\" or \"Uses nothing else of the hub.\"").isTrue();
        return words(uses.group(1), CODE);
    }

    private static Set<String> words(String text, Pattern pattern) {
        return pattern.matcher(text).results().map(hit -> hit.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String text, String heading) {
        int start = text.indexOf(heading + '\n');
        assertThat(start).as(heading).isNotNegative();
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
