package com.versaai.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.cli.ContractHub.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown live is shown once, whatever the hub does meanwhile, and asks for no more than it says. */
class TailTest extends CliCase {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicReference<String> now = new AtomicReference<>("{\"items\": []}");

    private static String delivery(int number, String state) {
        return ("{\"deliveryId\": \"d%d\", \"eventId\": \"e%1$d\", \"type\": \"t\", \"destination\": \"slack\", \"action\": \"a\","
                + " \"state\": \"%s\", \"attempts\": 1, \"updated\": \"2026-01-05T10:00:%02d.5Z\"}")
                .formatted(number, state, number % 60);
    }

    private static String page(String... deliveries) {
        return "{\"items\": [" + String.join(", ", deliveries) + "]}";
    }

    private Process tail(Path out, Path err, String... words) throws Exception {
        return builder(Path.of("bin/hub"), words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    @Test
    void showsEachChangeOnceAndEndsOnCtrlC() throws Exception {
        AtomicInteger failing = new AtomicInteger();
        hub.answering("listDeliveries", query -> failing.get() > 0 && failing.getAndDecrement() > 0 ? new Said(503,
                "{\"detail\": \"Starting.\"}") : new Said(200, now.get()));
        now.set(page(delivery(1, "delivered")));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = tail(out, err, "tail", "--every", "1s");
        try {
            await().atMost(SOON).until(() -> hub.asked().size() >= 4);
            now.set(page(delivery(3, "parked"), delivery(2, "delivered"), delivery(1, "delivered")));
            await().atMost(SOON).until(() -> Files.readString(out).contains("e3"));
            failing.set(2);
            await().atMost(SOON).until(() -> Files.readString(err).contains("Asking on"));
            now.set(page(delivery(3, "delivered"), delivery(2, "delivered")));
            await().atMost(SOON).until(() -> Files.readString(out).lines().anyMatch(line -> line.contains("delivered") && line.contains("e3")));
        } finally {
            interrupt(process);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isIn(130, 143);
        assertThat(Files.readString(err)).isEqualTo("503 Starting. Asking on.\n");
        String events = Files.readString(out).lines().skip(1).map(line -> line.replaceFirst("^\\S+ +(\\S+).* (e\\d+).*", "$1 $2"))
                .collect(Collectors.joining(", "));
        assertThat(events).as("what was there before is not told; the eldest first").isEqualTo("delivered e2, parked e3, delivered e3");
    }

    /** As a terminal does; by SIGTERM where whoever runs the tests has taught their processes to ignore it. */
    private static void interrupt(Process process) throws Exception {
        String ignored = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line
                .startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0");
        boolean deaf = (Long.parseUnsignedLong(ignored.replaceFirst("\\S+\\s+", ""), 16) & 2) != 0;
        new ProcessBuilder("/bin/sh", "-c", "kill -" + (deaf ? "TERM" : "INT") + ' ' + process.pid()).start().waitFor();
    }

    @Test
    void asksForABoundedNumber() throws Exception {
        hub.answering("listDeliveries", query -> {
            int from = Integer.parseInt(query.getOrDefault("cursor", "0"));
            int many = Integer.parseInt(query.get("limit"));
            return new Said(200, "{\"items\": [" + IntStream.range(from, from + many).mapToObj(n -> delivery(n, "delivered"))
                    .collect(Collectors.joining(", "))
                    + "], \"next\": \"" + (from + many) + "\"}");
        });

        Ran ran = hub("tail", "--since", "1h", "--for", "1s", "--every", "5m").ended(0);
        assertThat(hub.asked()).as("one to know the clock, five pages, five more at its end").hasSizeLessThanOrEqualTo(11);
        assertThat(ran.out().lines()).hasSize(1001);
        assertThat(ran.err()).contains("More than 1000 deliveries have changed", "the eldest are left out");
    }

    @Test
    void endsWhereItMayNotAsk() throws Exception {
        hub.answering("listDeliveries", query -> hub.asked().size() < 4 ? new Said(200, page()) : new Said(403,
                "{\"detail\": \"This API key lacks the scope deliveries:read.\"}"));
        assertThat(hub("tail", "--every", "1s", "--for", "5m").ended(3).err()).isEqualTo("403 This API key lacks the scope deliveries:read.\n");
        assertThat(hub("tail", "--every", "10ms").ended(2).err()).contains("--every");
    }

    @Test
    void givesMachinesALineForEach() throws Exception {
        hub.answering("listDeliveries", page(delivery(2, "dead"), delivery(1, "delivered")));
        assertThat(hub("tail", "--since", "1h", "--for", "1s", "--json").ended(0).out()).isEqualTo(delivery(1, "delivered").replace(": ",
                ":").replace(", ", ",") + "\n"
                + delivery(2, "dead").replace(": ", ":").replace(", ", ",") + "\n");
    }
}
