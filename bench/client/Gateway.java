package bench;

import static bench.Report.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** g: the AI gateway before an upstream that answers at once, compared with the bare endpoint and with npm's @portkey-ai/gateway. */
final class Gateway {

    private static final String CHAT = "/v1/chat/completions";
    private static final int STREAMS = 500;

    /** Until then the compiler has not yet seen to all that a request passes: a fresh hub takes a quarter of what it takes warm. */
    private static final int WARM_ROUNDS = 16;

    private final Settings settings;
    private final Report report;
    private final int upstreamPort;
    private int asked;

    Gateway(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
        this.upstreamPort = settings.port() + 3;
    }

    List<String> hubArguments() {
        return List.of("--hub.provider.groq.base-url=http://127.0.0.1:" + upstreamPort + "/v1", "--hub.provider.groq.api-key=gsk_bench",
                "--hub.ai.rate.per-minute=0", "--hub.ai.rate.global=0", "--hub.ai.models=openai/gpt-oss-20b,bench-slow");
    }

    /** Everything that another gateway can be compared in. */
    void measure(HubProcess hub, String mode) throws Exception {
        try (Completions upstream = new Completions(upstreamPort)) {
            int count = settings.scaled(20_000);
            Load load = new Load(settings.port(), 32, 240);
            int rounds = settings.quick() ? 2 : 4;
            List<Load.Result> through = new ArrayList<>();
            List<Load.Result> hits = new ArrayList<>();
            List<Load.Result> bare = new ArrayList<>();
            byte[] same = request(settings.port(), CHAT, "openai/gpt-oss-20b", 0, false, true);
            for (int i = -warmRounds(); i < rounds; i++) {
                Load.Result a = good(load.closed(requests(settings.port(), count, false)));
                Load.Result b = good(load.closed(repeat(same, count)));
                Load.Result c = good(load.closed(repeat(request(settings.port(), "/bench/bare", "bare", 0, false, true), count)));
                System.out.println(text("round %d: %.0f, %.0f, %.0f requests/s", i, a.perSecond(), b.perSecond(), c.perSecond()));
                if (i >= 0) {
                    through.add(a);
                    hits.add(b);
                    bare.add(c);
                }
            }
            report.row("g", "pass-through, no cache", mode + ", 32 connections, 1 kB", (long) rounds * count, rate(through));
            report.row("g", "cache hit", mode + ", 32 connections", (long) rounds * count, rate(hits));
            report.row("g", "bare Spring MVC", mode + ", 32 connections", (long) rounds * count,
                    rate(bare) + text("; a hit is %.2f of it", median(hits) / median(bare)));
            added(mode);
            firstToken(mode);
            streams(hub, mode);
        }
    }

    /** At 100 requests/s, through the hub and straight to the upstream. */
    private void added(String mode) throws Exception {
        int count = settings.scaled(3000);
        byte[][] through = requests(settings.port(), count, false);
        byte[][] straight = requests(upstreamPort, count, false);
        Load.Result direct = good(new Load(upstreamPort, 8, 240).paced(i -> straight[i], count, 100));
        Load.Result hub = good(new Load(settings.port(), 8, 240).paced(i -> through[i], count, 100));
        report.row("g", "added by the hub", mode + ", 100 requests/s", count, text("p50 %.2f ms, p99 %.1f ms (straight %.2f and %.1f ms)",
                hub.millis(0.5) - direct.millis(0.5), hub.millis(0.99) - direct.millis(0.99), direct.millis(0.5), direct.millis(0.99)));
    }

    private void firstToken(String mode) throws Exception {
        int count = settings.scaled(2000);
        double[] direct = new double[count];
        double[] hub = new double[count];
        for (int i = 0; i < count; i++) {
            direct[i] = StreamReader.firstToken(upstreamPort, request(upstreamPort, CHAT, "openai/gpt-oss-20b", ++asked, true, false));
            hub[i] = StreamReader.firstToken(settings.port(), request(settings.port(), CHAT, "openai/gpt-oss-20b", ++asked, true, false));
        }
        Arrays.sort(direct);
        Arrays.sort(hub);
        report.row("g", "first token, added", mode + ", one stream after another", count, text("p50 %.2f ms, p99 %.2f ms (straight %.2f and %.2f ms)",
                Pipeline.quantile(hub, 0.5) - Pipeline.quantile(direct, 0.5), Pipeline.quantile(hub, 0.99) - Pipeline.quantile(direct, 0.99),
                Pipeline.quantile(direct, 0.5), Pipeline.quantile(direct, 0.99)));
    }

    /** All at once, a token each 100 ms for 10 s, three times: what the second and third leave is growth. */
    private void streams(HubProcess hub, String mode) throws Exception {
        StringBuilder memory = new StringBuilder("RSS before ").append(hub.memory("VmRSS")).append(" MB");
        int whole = 0;
        for (int round = 0; round < 3; round++) {
            List<byte[]> requests = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                requests.add(request(settings.port(), CHAT, "bench-slow", ++asked, true, false));
            }
            StreamReader readers = StreamReader.start(settings.port(), requests);
            Thread.sleep(7000);
            memory.append(text("; in round %d %d MB with %d open", round + 1, hub.memory("VmRSS"), readers.open()));
            whole += readers.whole();
        }
        report.row("g", STREAMS + " streams at once", mode + ", 100 tokens in 10 s each, three rounds", 3 * STREAMS,
                text("%d of %d whole; %s", whole, 3 * STREAMS, memory));
    }

    /** The package's own server on one port more, with the same upstream and the same load. */
    void portkey(Path folder) throws Exception {
        int port = settings.port() + 4;
        Path script = folder.resolve("node_modules/@portkey-ai/gateway/build/start-server.js");
        if (!Files.exists(script)) {
            System.out.println("@portkey-ai/gateway is not in " + folder + ": not compared");
            return;
        }
        Process node = new ProcessBuilder("node", script.toString(), "--headless", "--port=" + port).redirectErrorStream(true)
                .redirectOutput(settings.work().resolve("portkey.log").toFile()).start();
        try (Completions upstream = new Completions(upstreamPort)) {
            Thread.sleep(5000);
            int count = settings.scaled(5000);
            List<Load.Result> all = new ArrayList<>();
            for (int i = -warmRounds(); i < 4; i++) {
                Load.Result one = good(new Load(port, 32, 240).closed(requests(port, count, false)));
                if (i >= 0) {
                    all.add(one);
                }
            }
            report.row("g", "@portkey-ai/gateway, pass-through", "32 connections, 1 kB", 4L * count, rate(all));
        } finally {
            node.destroy();
            node.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private int warmRounds() {
        return settings.quick() ? 2 : WARM_ROUNDS;
    }

    private byte[][] requests(int port, int count, boolean stream) {
        byte[][] all = new byte[count][];
        for (int i = 0; i < count; i++) {
            all[i] = request(port, CHAT, "openai/gpt-oss-20b", ++asked, stream, false);
        }
        return all;
    }

    private static byte[][] repeat(byte[] one, int count) {
        byte[][] all = new byte[count][];
        Arrays.fill(all, one);
        return all;
    }

    /** A prompt of 1 kB; what the other gateway wants to know is in headers that the hub doesn't read. */
    private byte[] request(int port, String path, String model, int number, boolean stream, boolean kept) {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + number + " " + "word ".repeat(180)
                + "\"}]" + (stream ? ",\"stream\":true" : "") + "}";
        return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer sandbox-api-key\r\n" + (kept ? "" : "Cache-Control: no-store\r\n")
                + (port == settings.port() ? "" : "x-portkey-provider: openai\r\nx-portkey-custom-host: http://127.0.0.1:" + upstreamPort + "/v1\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static Load.Result good(Load.Result result) throws IOException {
        if (result.failed() > 0) {
            throw new IOException(result.failed() + " of " + result.count() + " requests were refused");
        }
        return result;
    }

    private static double median(List<Load.Result> rounds) {
        double[] rates = rounds.stream().mapToDouble(Load.Result::perSecond).sorted().toArray();
        return rates[rates.length / 2];
    }

    private static String rate(List<Load.Result> rounds) {
        long[] all = rounds.stream().flatMapToLong(round -> Arrays.stream(round.latencies())).sorted().toArray();
        return text("%.0f requests/s, p50 %.1f ms, p99 %.1f ms", median(rounds), all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
    }
}
