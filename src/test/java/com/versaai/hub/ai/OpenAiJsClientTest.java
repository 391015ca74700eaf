package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same with OpenAI's JavaScript client; skipped unless {@code npm install} was run in src/test/openai-js. */
class OpenAiJsClientTest extends AiGateway {

    private static final Path FOLDER = Path.of("src", "test", "openai-js");

    @Test
    void plainStreamingToolsAndErrors() throws Exception {
        assumeTrue(Files.isDirectory(FOLDER.resolve("node_modules").resolve("openai")), "npm install was not run in " + FOLDER);
        Process node = new ProcessBuilder("node", "check.mjs", hub.uri("/v1").toString(), KEY).directory(FOLDER.toFile())
                .redirectErrorStream(true).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip()).isEqualTo("ok");
    }
}
