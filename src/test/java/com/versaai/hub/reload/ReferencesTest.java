package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a text rests on is what the compiler looked up for it, never a word that stands in it. */
class ReferencesTest {

    private static final SourceFile MADE = java("Made", "public class Made { public int size = 1; }");
    private static final SourceFile LIMITS = java("Limits", "public class Limits { public static final String MOST = \"9\"; public Made made() { return new Made(); } }");

    @Test
    void aConstantRestsOnItsClassAndVarOnItsType() {
        SourceFile user = java("User", """
                import static events.Limits.MOST;
                public class User { String most = MOST; int size() { var made = new Limits().made(); return made.size; } }""");

        assertThat(uses(user)).contains("events.Limits", "events.Made");
    }

    @Test
    void wordsOfCommentsTextsAndOwnNamesAreNoReferences() {
        SourceFile user = java("User", """
                /** Beside {@code Limits} and Made. */
                public class User { String says = "Limits of Made"; int Limits = 1; int made = Limits; }""");

        assertThat(uses(user)).doesNotContain("events.Limits", "events.Made");
    }

    @Test
    void aMethodReferenceAndAnInheritedMemberRestOnWhereTheyAre() {
        SourceFile user = java("User", """
                import java.util.function.Function;
                public class User { Function<Limits, Made> make = Limits::made; }""");
        SourceFile heir = java("Heir", "public class Heir extends Limits { Object one() { return made(); } }");

        assertThat(uses(user)).contains("events.Limits", "events.Made");
        assertThat(uses(heir)).contains("events.Limits");
    }

    @Test
    void aKameletIsNamedByItsAddressInTextsOnly() {
        SourceFile user = java("User", """
                // kamelet:in-a-comment
                public class User { String to = "kamelet:slack-message-sink?account=slack"; }""");

        assertThat(uses(user)).contains("kamelet:slack-message-sink").doesNotContain("kamelet:in-a-comment");
    }

    @Test
    void yamlNamesByItsValuesOnly() {
        RouteUnit unit = RouteUnit.of(new SourceFile("routes/events/A.yaml", SourceFile.Kind.YAML, """
                # hub-ops, kamelet:not-this-sink
                - route:
                    routeConfigurationId: hub-events
                    description: about hub-map
                    from: {uri: "kamelet:hub-event-source?topics=a"}
                """));

        assertThat(List.of("hub-events", "hub-event-source")).allMatch(unit::names);
        assertThat(List.of("hub-ops", "not-this-sink", "hub-map")).noneMatch(unit::names);
    }

    private static Set<String> uses(SourceFile user) {
        RouteCompiler.Compiled compiled = new RouteCompiler().compile(List.of(user, LIMITS, MADE), Map.of());
        assertThat(compiled.problems()).isEmpty();
        return compiled.uses().get(user.path());
    }

    private static SourceFile java(String name, String text) {
        return new SourceFile("routes/events/" + name + ".java", SourceFile.Kind.JAVA, "package events;\n" + text);
    }
}
