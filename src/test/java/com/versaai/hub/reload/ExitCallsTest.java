package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCallsTest {

    private final RouteCompiler compiler = new RouteCompiler();

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(3);", "Runtime.getRuntime().halt(1);", "Runtime.getRuntime().exit(1);", "java.util.List.of(1).forEach(System::exit);",
        "java.util.List.of(1).forEach(code -> System.exit(code));", "new Object() { void end() { System.exit(1); } }.end();"})
    void refusesWhatWouldEndTheHub(String statement) {
        assertThat(compiled(statement).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("routes/events/Ending.java");
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.stage()).isEqualTo("compile");
            assertThat(problem.message()).contains("would end the hub");
        });
    }

    @Test
    void takesWhatOnlySoundsLikeIt() {
        RouteCompiler.Compiled compiled = compiled("exit(\"System.exit(1)\"); } static void exit(String text) { System.gc();");
        assertThat(compiled.problems()).isEmpty();
        assertThat(compiled.classes()).containsKey("events.Ending");
    }

    private RouteCompiler.Compiled compiled(String statement) {
        String text = "package events;\n\npublic class Ending {\n    static void configure() { " + statement + " }\n}\n";
        return compiler.compile(List.of(new SourceFile("routes/events/Ending.java", SourceFile.Kind.JAVA, text)), Map.of());
    }
}
