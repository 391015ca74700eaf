package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.ExtraJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text on which the compiler itself falls over is a broken text, not one without routes. */
class RouteCompilerTest {

    private static final SourceFile GOOD = file("Good", "1");
    private static final SourceFile TOO_DEEP = file("Deep", "(".repeat(20_000) + "1" + ")".repeat(20_000));

    private final RouteCompiler compiler = new RouteCompiler();

    @Test
    void aTextThatIsNestedTooDeepIsAProblemOfItsFileAlone() {
        List<RouteProblem> problems = compiler.compile(List.of(GOOD, TOO_DEEP), Map.of()).problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo(TOO_DEEP.path());
            assertThat(problem.stage()).isEqualTo("compile");
            assertThat(problem.message()).isEqualTo("the compiler gave up on this text: java.lang.StackOverflowError");
        });
    }

    @Test
    void aGoodTextHasNoProblem() {
        assertThat(compiler.compile(List.of(GOOD), Map.of()).problems()).isEmpty();
    }

    @Test
    void aTextMayUseJarsThatWereAdded(@TempDir Path folder) throws IOException {
        ExtraJar.in(folder);
        SourceFile user = file("User", "acme.AcmeComponent.GOT.length()");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.resolve("acme-1.0.jar").toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(new RouteCompiler(loader).compile(List.of(user, GOOD), Map.of()).problems()).isEmpty();
        }
        assertThat(compiler.compile(List.of(user), Map.of()).problems()).singleElement().satisfies(problem -> assertThat(problem.message()).contains("acme"));
    }

    private static SourceFile file(String name, String value) {
        String path = "routes/" + name + ".java";
        return new SourceFile(path, SourceFile.kind(path), "public class " + name + " {\n    int value = " + value + ";\n}\n");
    }
}
