package com.versaai.hub.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.inbound.DoorBench;
import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Slack's Bolt for JavaScript takes what the simulator signs, and the hub's doors take what Bolt takes; skipped unless {@code npm ci} was run in
 * src/test/slack-bolt-js. Slack's Java library judges in {@link SlackDoorsTest}.
 */
class SlackBoltTest {

    private static final Path FOLDER = Path.of("src", "test", "slack-bolt-js");
    private static final String SECRET = "slack-signing-secret-sandbox";
    private static final String TEXT = "a+b %20 * ~ Zoë ✓ 🎉 & = \"q\"\nline";

    /**
     * A request, to both.
     *
     * @param right what the answer has to be; null where the two need only agree
     */
    private record Tried(String what, String path, Map<String, String> headers, byte[] body, Boolean right) {
    }

    private final List<Tried> tried = new ArrayList<>();

    private static OutgoingWebhook sent(Clock clock, String type) {
        return new SlackWebhookSender(clock).make(type, Map.of("text", TEXT), Map.of());
    }

    private void add(String what, OutgoingWebhook from, String header, String value, byte[] body, Boolean right) {
        Map<String, String> headers = new HashMap<>(from.headers());
        if (header != null) {
            headers.put(header, value);
        }
        tried.add(new Tried(what, from.path(), headers, body == null ? from.body() : body, right));
    }

    private static Clock off(Duration time) {
        return Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
    }

    private void everyKindAndWhatIsWrongWithIt() {
        WebhookSender sender = new SlackWebhookSender(Clock.systemUTC());
        for (String type : sender.types()) {
            OutgoingWebhook right = sent(Clock.systemUTC(), type);
            String signature = right.headers().get("X-Slack-Signature");
            String text = new String(right.body(), StandardCharsets.UTF_8);
            add(type, right, null, null, null, true);
            add(type + ", four minutes old", sent(off(Duration.ofMinutes(-4)), type), null, null, null, true);
            add(type + ", six minutes old", sent(off(Duration.ofMinutes(-6)), type), null, null, null, false);
            add(type + ", another text", right, null, null, (text + ' ').getBytes(StandardCharsets.UTF_8), false);
            add(type + ", another spelling of a form", right, null, null, text.replace("%7E", "~").replace("*", "%2A").replace("%20", "+").getBytes(StandardCharsets.UTF_8), null);
            add(type + ", another time", right, "X-Slack-Request-Timestamp", String.valueOf(Instant.now().getEpochSecond() - 1), null, false);
            add(type + ", of another version", right, "X-Slack-Signature", signature.replace("v0=", "v1="), null, false);
            add(type + ", cut", right, "X-Slack-Signature", signature.substring(0, signature.length() - 1), null, false);
            add(type + ", of nobody", right, "X-Slack-Signature", "v0=" + "0".repeat(64), null, false);
            add(type + ", without a signature", right, "X-Slack-Signature", "", null, false);
            add(type + ", without a time", right, "X-Slack-Request-Timestamp", "", null, false);
        }
    }

    @Test
    void boltAndTheDoorsAgree() throws Exception {
        assumeTrue(Files.isDirectory(FOLDER.resolve("node_modules").resolve("@slack").resolve("bolt")), "npm ci was not run in " + FOLDER);
        everyKindAndWhatIsWrongWithIt();
        List<JsonNode> said = bolt();
        assertThat(said).hasSameSizeAs(tried);
        int taken = 0;
        try (DoorBench doors = new DoorBench(Path.of("routes", "connectors"), Duration.ofSeconds(20), "hub.provider.slack.webhook-secrets", SECRET)) {
            for (int i = 0; i < tried.size(); i++) {
                Tried one = tried.get(i);
                // A probe of Slack's (ssl_check) is answered by Bolt's receiver before it looks at the signature; what it would say of that is judged.
                boolean probe = one.what().startsWith("ssl_check");
                boolean bolt = probe ? said.get(i).path("valid").asBoolean() : said.get(i).path("status").asInt() != 401;
                boolean hub = doors.verdict(one.path().substring("/webhooks/".length()), one.headers(), one.body(), Instant.now()).accepted();
                assertThat(hub).as("%s: Bolt says %s", one.what(), said.get(i)).isEqualTo(bolt);
                assertThat(said.get(i).path("status").asInt()).as(one.what()).isNotIn(403, 500, 503);
                assertThat(said.get(i).path("valid").asBoolean()).as(one.what()).isEqualTo(bolt);
                if (one.right() != null) {
                    assertThat(bolt).as(one.what()).isEqualTo(one.right());
                }
                taken += said.get(i).path("seen").asInt();
            }
        }
        assertThat(taken).as("not only let in, but understood").isGreaterThan(10);
    }

    private List<JsonNode> bolt() throws IOException, InterruptedException {
        Path requests = Files.createTempFile(Files.createDirectories(Path.of("target")), "bolt", ".jsonl");
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (Tried one : tried) {
            lines.add(json.writeValueAsString(Map.of("path", one.path(), "headers", one.headers(), "body", one.body())));
        }
        Files.write(requests, lines);
        Process node = new ProcessBuilder("node", "check.mjs", SECRET).directory(FOLDER.toFile()).redirectInput(requests.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as(said).isZero();
        Files.delete(requests);
        List<JsonNode> answers = new ArrayList<>();
        for (String line : said.lines().toList()) {
            answers.add(json.readTree(line));
        }
        return answers;
    }
}
