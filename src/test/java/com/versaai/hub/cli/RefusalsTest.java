package com.versaai.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.cli.ContractHub.Said;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong is said in a line, with what to do, and by the exit code. */
class RefusalsTest extends CliCase {

    @Test
    void aWrongWordIsToldWithWhatWasMeant() throws Exception {
        assertThat(hub("timelin", "e1").ended(2).err()).isEqualTo("There is no command timelin. Did you mean timeline? bin/hub --help lists them.\n");
        assertThat(hub("deliveries", "--stat", "dead").ended(2).err())
                .isEqualTo("deliveries has no option --stat. Did you mean --state? See bin/hub deliveries --help.\n");
        assertThat(hub("deliveries", "--state", "parkd").ended(2).err()).contains("Did you mean parked?");
        assertThat(hub("deliveries", "--state").ended(2).err()).contains("--state needs a value");
        assertThat(hub("deliveries", "--json=yes").ended(2).err()).contains("--json takes no value");
        assertThat(hub("deliveries", "e1").ended(2).err()).contains("e1 is too much");
        assertThat(hub("deliveries", "--limit", "501").ended(2).err()).contains("1 to 500");
        assertThat(hub("deliveries", "--since", "yesterday").ended(2).err()).contains("30m, 24h, 7d");
        assertThat(hub("dead-letters", "--older-than", "99999999999999999999d").ended(2).err()).contains("how long");
        assertThat(hub("deliveries", "--since", "999999999d").ended(2).err()).contains("how long ago");
        assertThat(hub("dead-letters", "reply", "x").ended(2).err()).contains("Did you mean replay?");
        assertThat(hub("--json", "events").ended(2).err()).contains("The command comes first");
        assertThat(hub("timeline").ended(2).err()).contains("EVENT-ID is missing");
        assertThat(hub("send").ended(2).err()).contains("--type and --data");
        assertThat(hub("send", "nowhere.json").ended(2).err()).isEqualTo("There is no file nowhere.json.\n");
        assertThat(piped("{\"type\": ", "send", "-").ended(2).err()).contains("- is no JSON");
        assertThat(piped("[1]", "send", "-").ended(2).err()).contains("An event is an object");
        assertThat(hub("completion", "fish").ended(2).err()).contains("bash and zsh");
        assertThat(hub().ended(2).err()).contains("dead-letters", "HUB_URL");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void theHubsRefusalIsOneLine() throws Exception {
        hub.answering("getEventTimeline", query -> new Said(404,
                "{\"title\": \"Not found\", \"status\": 404, \"detail\": \"No event is known by this id.\"}"))
                .answering("publishEvents", query -> new Said(400,
                        "{\"detail\": \"The attribute type is wrong.\", \"pointer\": \"/type\", \"errorId\": \"x7\"}"))
                .answering("lintRoutes", query -> new Said(502, "<html>\n<h1>Bad gateway</h1>"));
        assertThat(hub("timeline", "e1").ended(3).err()).isEqualTo("404 No event is known by this id.\n");
        assertThat(hub("send", "--type", "a.b", "--data", "{}").ended(3).err())
                .isEqualTo("400 The attribute type is wrong. (at /type) The hub's log has it as x7.\n");
        assertThat(hub("lint").ended(3).err()).isEqualTo("502 <html>␊<h1>Bad gateway</h1>\n");
    }

    @Test
    void whoIsNotThereOrIsSomebodyElse() throws Exception {
        hub.answering("routeProblems", "<html>Welcome to nginx</html>").answering("listIntegrations", query -> new Said(302,
                "http://elsewhere.example/"));
        assertThat(hub("problems").ended(3).err()).contains("is no hub", "HUB_URL");
        assertThat(hub("problems", "--json").ended(3).out()).isEmpty();
        assertThat(hub("integrations").ended(3).err()).contains("sends elsewhere (302)");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("HUB_URL", "http://127.0.0.1:" + free.getLocalPort());
        }
        assertThat(hub("events").ended(3).err()).startsWith("No hub answers at http://127.0.0.1:").contains("HUB_URL").hasLineCount(1);
        for (String url : List.of("localhost:8080", "ftp://localhost", "http://user:hunter2@localhost", "http://local host")) {
            environment.put("HUB_URL", url);
            assertThat(hub("events").ended(2).err()).contains("HUB_URL").doesNotContain("hunter2");
        }
    }

    @Test
    void aKeyIsNeverShown() throws Exception {
        String wrong = "k-wrong-1";
        environment.put("HUB_API_KEY", wrong);
        assertThat(hub("events").ended(3).err()).contains("401", "does not know the key in HUB_API_KEY").doesNotContain(wrong);
        environment.put("HUB_API_KEY", "k-two\nX-Evil: 1");
        assertThat(hub("events").ended(3).err()).contains("a character that is in no key").doesNotContain("k-two");
        environment.remove("HUB_API_KEY");
        environment.put("HUB_DATA", folder.toString());
        String token = "ab".repeat(32);
        Files.writeString(folder.resolve("local-token-" + hub.url().replaceFirst(".*:", "")), token);
        assertThat(hub("lint").ended(3).err()).contains("The token in", "is not that of the hub").doesNotContain(token);
        assertThat(hub("events").ended(3).err()).as("the token opens routes only").contains("the sandbox's key", "HUB_API_KEY");
        Files.writeString(folder.resolve("local-token-" + hub.url().replaceFirst(".*:", "")), "no token\n at all");
        assertThat(hub("lint").ended(3).err()).contains("is no token").doesNotContain("at all");
    }

    /** What a stranger's event says must not move the cursor, rename the window, or answer for the user. */
    @Test
    void whatEventsHoldStaysText() throws Exception {
        String hostile = "\\u001b[2J\\u001b]0;owned\\u0007\\r\\b\\u009b31m\\u202egnp.exe\\u2028\\u007f\\nnext";
        hub.answering("listDeliveries", """
                {"items": [{"deliveryId": "d", "eventId": "e%1$s", "type": "t%1$s", "destination": "slack", "action": "a", "state": "dead%1$s", "attempts": 1,
                  "updated": "2026-01-05T10:00:00Z%1$s", "lastError": "x%1$s"}], "next": "1%1$s"}""".formatted(hostile))
                .answering("getDeadLetter", """
                {"id": "d%1$s", "payload": {"k%1$s": "%1$s"}, "headers": {"h%1$s": "v"}, "history": [{"message": "%1$s"}]}""".formatted(hostile))
                .answering("getEventTimeline", query -> new Said(404, "{\"detail\": \"No %s\"}".formatted(hostile)))
                .answering("dryRunRoute", """
                {"routeId": "%1$s", "error": "%1$s", "deliveries": [{"destination": "%1$s",
                 "requests": [{"method": "POST", "url": "%1$s", "body": "%1$s"}]}]}""".formatted(hostile))
                .answering("sampleEvent", "{\"event\": {\"a%1$s\": \"%1$s\"}}".formatted(hostile.replace("\\u009b", "\u009b").replace("\\u202e",
                        "\u202e")));
        String file = Files.writeString(folder.resolve("e.json"), "{}").toString();

        for (List<String> command : List.of(List.of("deliveries"), List.of("events"), List.of("dead-letters", "show", "x"), List.of("sample", "e"),
                List.of("deliveries", "--json"), List.of("timeline", "x"), List.of("tail", "--since", "1h", "--for", "1s", "--json"),
                List.of("tail", "--since", "1h", "--for", "1s"), List.of("dry-run", "r", file), List.of("sample", "e", "--json"),
                List.of("timeline\033[2J"), List.of("deliveries", "--\033[2J"))) {
            Ran ran = hub(command.toArray(String[]::new));
            String all = ran.out() + ran.err();
            assertThat(all.codePoints().filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e || c == 0x2028)).boxed().toList())
                    .as("%s: %s", command, all).isEmpty();
            assertThat(all).as(command.toString()).isNotBlank();
        }
        assertThat(hub("deliveries").ended(0).out().lines()).as("no line of its own").hasSize(2).last().asString().contains("␛[2J", "<U+009B>31m",
                "<U+202E>gnp.exe", "␊next");
    }
}
