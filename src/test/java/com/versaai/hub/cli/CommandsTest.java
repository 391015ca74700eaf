package com.versaai.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.cli.ContractHub.Said;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every command asks what the contract knows, and shows the answer to people or gives it to machines. */
class CommandsTest extends CliCase {

    private static final String EVENT = "0b5d1f0e-8a51-5c51-9a55-0f2a1c9a3f11";
    private static final String LETTER = "5a0c7a2e-1b57-5f35-8a6f-3b1d0f2c9e10";
    private static final String JOB = """
            {"id": "7c9d1b9e-4b0e-4f6c-9a58-0a4f5c0d6a11", "action": "replay", "state": "running", "created": "2026-01-05T10:00:00Z",
             "updated": "2026-01-05T10:00:07Z", "of": {}, "total": 300, "more": false, "done": 120, "changed": 118, "skipped": {}, "failed": 0}""";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void listsDeliveriesInColumns() throws Exception {
        Ran ran = hub("deliveries", "--state", "parked", "--destination=hubspot", "--since", "24h", "--limit", "7").ended(0);

        List<String> lines = ran.out().lines().toList();
        assertThat(lines).hasSize(2);
        for (String column : List.of("STATE  parked", "DESTINATION  hubspot", "EVENT  " + EVENT)) {
            String[] pair = column.split("  ");
            assertThat(lines.get(0).indexOf(pair[0])).as(ran.out()).isEqualTo(lines.get(1).indexOf(pair[1]));
        }
        assertThat(hub.asked()).singleElement().asString().contains("state=parked", "destination=hubspot", "limit=7");
        Instant since = Instant.parse(URLDecoder.decode(hub.asked().get(0).replaceFirst(".*since=([^&]+).*", "$1"), StandardCharsets.UTF_8));
        assertThat(Duration.between(since, Instant.now().minus(Duration.ofHours(24))).abs()).isLessThan(Duration.ofMinutes(2));
        assertThat(ran.out()).as("not a terminal").doesNotContain("\033");
    }

    @Test
    void givesMachinesTheAnswerAsItIs() throws Exception {
        String answer = "{\"items\": [ {\"destination\":\"slack\", \"enabled\":true , \"circuit\":\"CLOSED\", \"backlog\":1.0e2} ]}";
        hub.answering("listIntegrations", answer);

        assertThat(hub("integrations", "--json").ended(0).out()).isEqualTo(answer + "\n");
        assertThat(hub("integrations").ended(0).out()).containsPattern("slack +yes +CLOSED +1.0e2");
    }

    @Test
    void showsATimeline() throws Exception {
        assertThat(hub("timeline", "evt/1 x").ended(0).out()).contains("payment.processed", EVENT)
                .containsPattern("10:00:00\\.030Z +routed +slack +amount above").containsPattern("attempt +slack +1 +200");
        assertThat(hub.asked()).containsExactly("GET /api/v1/events/evt%2F1%20x/timeline");
    }

    @Test
    void followsAnEventStepByStep() throws Exception {
        assertThat(hub("trace", "evt_1").ended(0).out()).contains("payment-events-notify: when[simple", "(PaymentEvents.java:17)", "212 µs", "\"amount\": 12345");
        assertThat(hub("trace", "on", "payment-events-notify", "--for", "30m").ended(0).out()).contains("Steps of payment-events-notify are noted until 2026-01-05T10:15:00Z.")
                .containsPattern("payment-events-notify +evt_1Qb8Zf2eZvKYlo2C +payment.processed +9");
        hub("trace", "off").ended(0);
        hub("trace").ended(0);
        assertThat(hub.asked()).containsExactly("GET /api/v1/events/evt_1/trace", "PUT /api/v1/traces", "PUT /api/v1/traces", "GET /api/v1/traces");
        for (String[] wrong : new String[][] {{"on"}, {"on", "a\"b"}, {"off", "x"}, {"on", "x", "--for", "2h"}, {"on", "x", "--for", "1s"}, {"a", "b"}}) {
            hub(Stream.concat(Stream.of("trace"), Stream.of(wrong)).toArray(String[]::new)).ended(2);
        }
        assertThat(hub.asked()).as("what is wrong asks nothing").hasSize(4);
    }

    @Test
    void gathersEventsFromTheirDeliveries() throws Exception {
        hub.answering("listDeliveries", query -> new Said(200, query.containsKey("cursor")
                ? "{\"items\": [%s]}".formatted(delivery("e2", "mixpanel", "dead"))
                : "{\"items\": [%s, %s], \"next\": \"2\"}".formatted(delivery("e1", "slack", "delivered"), delivery("e2", "hubspot", "delivered"))));

        assertThat(hub("events").ended(0).out()).containsPattern("user.login +e1 +delivered slack")
                .containsPattern("e2 +delivered hubspot; dead mixpanel");
        assertThat(JSON.readTree(hub("events", "--json").ended(0).out()).findValuesAsText("eventId")).contains("e1", "e2");
        Ran first = hub("events", "--limit", "1").ended(0);
        assertThat(first.out()).contains("e1").doesNotContain("e2");
        assertThat(first.err()).contains("There are more");
    }

    private static String delivery(String event, String destination, String state) {
        return """
                {"deliveryId": "%s/%s/a", "eventId": "%1$s", "type": "user.login", "destination": "%2$s", "action": "a", "state": "%s",
                 "attempts": 1, "updated": "2026-01-05T10:00:07Z"}""".formatted(event, destination, state);
    }

    @Test
    void sendsOneEventOrMany() throws Exception {
        Path file = Files.writeString(folder.resolve("login.json"),
                "{\"type\": \"user.login\", \"data\": {\"name\": \"Zoë 🎉\", \"amount\": 12345678901234567890.10}}");
        Ran ran = hub("send", file.toString(), "--subject", "u_1", "--id", "login-1").ended(0);

        assertThat(ran.out()).contains(EVENT);
        assertThat(ran.err()).contains("bin/hub timeline " + EVENT);
        assertThat(hub.bodies().get(0)).isEqualTo(JSON.readTree("""
                {"specversion": "1.0", "id": "login-1", "source": "/command-line", "type": "user.login", "subject": "u_1",
                 "data": {"name": "Zoë 🎉", "amount": 12345678901234567890.10}}"""));
        piped("[{\"type\": \"a.b\", \"data\": {}}, {\"type\": \"a.c\", \"source\": \"/mine\", \"data\": {}}]", "send", "-").ended(0);
        assertThat(hub.bodies().get(1)).hasSize(2);
        assertThat(hub.bodies().get(1).findValuesAsText("source")).containsExactly("/command-line", "/mine");
        assertThat(hub.bodies().get(1).findValuesAsText("id")).doesNotHaveDuplicates();
    }

    /** A container and a cron job have no locale. */
    @Test
    void takesAWordAsItWasWritten() throws Exception {
        environment.put("LC_ALL", "C");
        // By a file: the locale of these tests may be no better.
        Path script = Files.writeString(folder.resolve("job.sh"), "exec sh bin/hub \"$@\" --data '{\"name\": \"Zoë 🎉\"}'\n");
        run(script, "", "send", "--type", "user.login").ended(0);
        assertThat(hub.bodies().get(0).path("data").path("name").asText()).isEqualTo("Zoë 🎉");
    }

    @Test
    void listsAndShowsDeadLetters() throws Exception {
        assertThat(hub("dead-letters", "--older-than", "7d", "--class", "PERMANENT").ended(0).out()).contains(LETTER, "REQUIRED_FIELD_MISSING");
        assertThat(hub.asked()).singleElement().asString().contains("class=PERMANENT", "olderThan=PT168H");
        assertThat(hub("dead-letters", "show", LETTER).ended(0).out()).contains("Required fields are missing", "\"Email\": \"ada@example.test\"")
                .containsPattern("1 +0 +2026-01-05T10:00:01Z +41 +permanent +400");
    }

    @Test
    void replaysOneAtOnceAndManyOnlyWithAYes() throws Exception {
        hub.answering("replayDeadLetter", query -> new Said(202,
                "{\"id\": \"%s\", \"destination\": \"salesforce\", \"eventId\": \"e1\", \"state\": \"replaying\"}".formatted(LETTER)))
                .answering("actOnDeadLetters", query -> new Said(202, JOB));
        assertThat(hub("dead-letters", "replay", LETTER).ended(0).out()).contains("is replaying", "bin/hub timeline e1");
        assertThat(hub.asked()).containsExactly("POST /api/v1/dead-letters/" + LETTER + "/replay");

        assertThat(hub("dead-letters", "replay", LETTER, LETTER).ended(2).err()).contains("replay 2 dead letters", "--yes");
        assertThat(hub("dead-letters", "discard", "--all").ended(2).err()).contains("discard 1 dead letter", "--yes");
        assertThat(hub("dead-letters", "discard").ended(2).err()).contains("Which?");
        assertThat(hub("dead-letters", "discard", LETTER, "--destination", "slack").ended(2).err()).contains("Either ids or conditions");
        assertThat(hub("dead-letters", "--all").ended(2).err()).contains("replay and discard");
        assertThat(hub.paths()).as("nothing was done").doesNotContain("POST /api/v1/dead-letters");

        assertThat(hub("dead-letters", "replay", "--destination", "slack", "--older-than", "1h", "--yes").ended(0).out())
                .containsPattern("replay +running +120 +300");
        assertThat(hub.bodies().get(0))
                .isEqualTo(JSON.readTree("{\"action\": \"replay\", \"filter\": {\"destination\": \"slack\", \"olderThan\": \"PT1H\"}}"));
        hub("dead-letters", "discard", LETTER, LETTER, "--yes").ended(0);
        assertThat(hub.bodies().get(1)).isEqualTo(JSON.readTree("{\"action\": \"discard\", \"ids\": [\"%s\", \"%1$s\"]}".formatted(LETTER)));
        hub("dead-letters", "replay", "--all", "--yes").ended(0);
        assertThat(hub.bodies().get(2)).isEqualTo(JSON.readTree("{\"action\": \"replay\", \"filter\": {}}"));
    }

    @Test
    void followsAndStopsJobs() throws Exception {
        hub.answering("listDeadLetterJobs", "{\"items\": [" + JOB + "]}").answering("stopDeadLetterJob", query -> new Said(202, JOB.replace("running",
                "stopping")));
        assertThat(hub("dead-letters", "jobs").ended(0).out()).containsPattern("replay +running");
        assertThat(hub("dead-letters", "jobs", "7c9d1b9e-4b0e-4f6c-9a58-0a4f5c0d6a11").ended(0).out()).containsPattern("running +120 +300 +118");
        assertThat(hub("dead-letters", "stop", "7c9d1b9e-4b0e-4f6c-9a58-0a4f5c0d6a11").ended(0).out()).contains("stopping");
    }

    @Test
    void problemsAreProblemsAndNotAllFiles() throws Exception {
        hub.answering("routeProblems", "{\"problems\": [], \"files\": [\"routes/A.java\", \"routes/B.java\"]}");
        assertThat(hub("problems").ended(0).out()).isEqualTo("No problems; 2 files run.\n");
        assertThat(hub("problems", "--json").ended(0).out()).contains("routes/B.java");

        hub.answering("routeProblems", """
                {"problems": [{"file": "routes/A.java", "line": 21, "column": 20, "stage": "compile", "message": "';' expected", "running": true}],
                 "files": ["routes/B.java"]}""");
        assertThat(hub("problems").ended(1).out()).contains("ERROR routes/A.java:21:20: compile: ';' expected", "What this file said before runs on",
                "1 problem; 1 file run")
                .doesNotContain("routes/B.java");
        hub("problems", "--json").ended(1);
    }

    @Test
    void lintTellsFindingsAndEndsWithOne() throws Exception {
        assertThat(hub("lint").ended(1).out()).contains("ERROR routes/events/UserEvents.java:12: there is no topic", "[topic]", "Mend the name",
                "1 finding in 33 routes");
        hub.answering("lintRoutes", "{\"findings\": [], \"checked\": {\"routes\": 3, \"kamelets\": 2, \"files\": 5}}");
        assertThat(hub("lint").ended(0).out()).isEqualTo("No findings in 3 routes, 2 kamelets, 5 files.\n");
    }

    @Test
    void showsRealCharactersInsteadOfEscapes() throws Exception {
        Path file = Files.writeString(folder.resolve("event.json"), "{\"type\": \"user.login\", \"data\": {}}");
        hub.answering("dryRunRoute", """
                {"routeId": "r", "eventId": "e", "type": "user.login", "branches": [{"kind": "filter", "condition": "${body.a}", "line": 7, "taken": true}],
                 "deliveries": [{"destination": "slack", "action": "a", "why": "w", "payload": {"text": "\\uD83C\\uDF89"},
                   "requests": [{"method": "POST", "url": "https://slack.com/x", "headers": {"A": "b"}, "body": "{\\"text\\":\\"\\\\uD83C\\\\uDF89 ol\\\\u00e9\\"}"}]}],
                 "requests": []}""");

        String out = hub("dry-run", "r", file.toString()).ended(0).out();
        assertThat(out).contains("taken: filter ${body.a}, line 7", "-> slack a: w", "POST https://slack.com/x", "\"text\": \"🎉 olé\"")
                .doesNotContain("\\u");
    }

    @Test
    void triesFilesAndSumsUp() throws Exception {
        Path file = folder.resolve("draft/routes/events/A.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "class A { String s = \"\\t\"; }");
        hub.answering("tryRoutes", """
                {"summary": "2 events: +1 slack", "events": 2, "of": 2, "routes": ["a"], "differences": [{"eventId": "e1", "type": "t", "routeId": "a",
                 "added": [{"destination": "slack", "action": "x", "why": "always", "payload": {"text": "hola"}}],
                 "changed": [{"destination": "hubspot", "action": "lead", "fields": [{"path": "Next", "before": "a"}]}], "errorAfter": "boom"}]}""");

        assertThat(hub("try", file.toString(), "--since", "24h", "--limit", "5").ended(0).out()).startsWith("2 events: +1 slack\n")
                .contains("t e1 a", "+ slack x: always", "\"text\": \"hola\"", "~ hubspot lead", "Next: a -> nothing", "fails: now: boom");
        assertThat(hub.bodies().get(0))
                .isEqualTo(JSON.readTree("{\"since\": \"24h\", \"limit\": 5, \"files\": {\"routes/events/A.java\": \"class A { String s = \\\"\\\\t\\\"; }\"}}"));
        assertThat(hub("try", Files.writeString(folder.resolve("B.java"), "x").toString()).ended(2).err())
                .contains("neither in routes/ nor in kamelets/");
    }

    @Test
    void runsAWebhookForShow() throws Exception {
        Path file = Files.writeString(folder.resolve("request.json"), "{\"action\": \"opened\"}");
        hub.answering("dryRunSource", """
                {"source": "github", "outcome": "mapped", "events": [{"event": {"type": "t", "data": {"a": 1}}, "routes":
                 [{"routeId": "r", "eventId": "e", "type": "t", "branches": [], "deliveries": [], "requests": []}]}], "notRun": 0}""");
        assertThat(hub("dry-run", "/webhooks/github", file.toString(), "--header", "X-A: b: c", "--header", "X-B: d").ended(0).out())
                .startsWith("mapped").contains("\"type\": \"t\"", "route r with t e", "no deliveries");
        assertThat(hub.bodies().get(0))
                .isEqualTo(JSON.readTree("{\"body\": \"{\\\"action\\\": \\\"opened\\\"}\", \"headers\": {\"X-A\": \"b: c\", \"X-B\": \"d\"}}"));
        assertThat(hub("dry-run", "/webhooks/github", file.toString(), "--header", "none").ended(2).err()).contains("Name: value");
    }

    @Test
    void writesSamplesAndTheCatalog() throws Exception {
        hub.answering("sampleEvent", "{\"event\":{\"a\":[],\"b\":{\"c\":null}},\"expect\":{}}");
        assertThat(hub("sample", "e/1").ended(0).out())
                .isEqualTo("{\n  \"event\": {\n    \"a\": [],\n    \"b\": {\n      \"c\": null\n    }\n  },\n  \"expect\": {}\n}\n");
        assertThat(hub.asked()).containsExactly("GET /api/v1/routes/sample?event=e%2F1");
        assertThat(hub("catalog").ended(0).out()).containsPattern("webhooks +inbox-map +Started");
        assertThat(JSON.readTree(hub("catalog", "--json").ended(0).out()).findValuesAsText("operationId")).isNotEmpty();

    }
}
