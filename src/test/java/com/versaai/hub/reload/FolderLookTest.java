package com.versaai.hub.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A folder that is away for a while, and a file that is made and not written yet. */
@ExtendWith(OutputCaptureExtension.class)
class FolderLookTest {

    @TempDir
    private Path root;

    @Test
    void aFolderThatIsAwayIsToldOnceAndWithoutAStackTrace(CapturedOutput output) throws IOException {
        Path routes = root.resolve("routes");
        FolderLook look = new FolderLook(new SourceFolders(Map.of("routes", routes)), null, Duration.ofMillis(1));

        assertThat(look.seen()).isNull();
        assertThat(look.seen()).isNull();
        Files.createDirectory(routes);
        assertThat(look.seen()).isEmpty();

        assertThat(output.getOut()).containsOnlyOnce("The route folders cannot be read").containsOnlyOnce("can be read again")
                .doesNotContain("\tat ");
    }

    @Test
    void anEmptyFileIsAProblemAndNotAFileWithoutRoutes() throws IOException {
        Files.writeString(root.resolve("Half.java"), "\n");

        SourceFolders.Reading reading = new SourceFolders(Map.of("routes", root)).read();

        assertThat(reading.files()).isEmpty();
        assertThat(reading.problems()).singleElement().satisfies(problem -> assertThat(problem.message()).startsWith("the file is empty"));
    }
}
