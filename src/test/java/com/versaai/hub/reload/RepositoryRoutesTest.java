package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.reload.SourceFile.Kind;
import com.versaai.hub.reload.SourceFolders.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files of the repository compile and can be read; a broken one fails the build as {@code file:line:column: words}. */
class RepositoryRoutesTest {

    @Test
    void compileAndAreWellFormed() {
        Reading reading = new SourceFolders(Map.of("routes", Path.of("routes"), "kamelets", Path.of("kamelets"))).read();
        List<RouteProblem> problems = new ArrayList<>(reading.problems());
        problems.addAll(YamlCheck.of(reading.files().values()));
        List<SourceFile> java = reading.files().values().stream().filter(file -> file.kind() == Kind.JAVA).toList();
        problems.addAll(new RouteCompiler().compile(java, Map.of()).problems());

        assertThat(problems.stream().map(RouteProblem::oneLine)).isEmpty();
        assertThat(java).hasSizeGreaterThan(20);
    }

    @Test
    void everyErrorHasItsOwnPlace() {
        SourceFile first = new SourceFile("routes/events/First.java", Kind.JAVA, "package events;\npublic class First { int a = \"x\"; }");
        SourceFile second = new SourceFile("routes/events/Second.java", Kind.JAVA, "package events;\n\npublic class Second { First f = new Frist(); }");

        List<RouteProblem> problems = new RouteCompiler().compile(List.of(first, second), Map.of()).problems();

        assertThat(problems.stream().map(RouteProblem::oneLine)).satisfiesExactlyInAnyOrder(
                one -> assertThat(one).startsWith("routes/events/First.java:2:30: incompatible types"),
                one -> assertThat(one).startsWith("routes/events/Second.java:3:37: cannot find symbol"));
    }
}
