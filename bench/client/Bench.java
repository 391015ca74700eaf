package bench;

import static bench.Report.text;

import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures one hub build on one JDK. Started by bench/run. */
public final class Bench {

    private static final String WEBHOOK = "/webhooks/stripe";
    private static final String PAID = "payment_intent.succeeded";
    private static final String UNKNOWN = "bench.unknown";
    private static final int RATE = 200;

    private final Settings settings;
    private final Report report;
    private int runs;

    private Bench(Settings settings) {
        this.settings = settings;
        this.report = new Report(settings.results(), System.getProperty("bench.jdk"));
    }

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench(Settings.fromSystem());
        bench.start();
        bench.accept();
        bench.pipeline();
        bench.reload();
        bench.gateway();
        bench.growth();
        bench.burst();
    }

    /** d: time to ready and memory, as a new user starts it: simulators inside, every destination on. */
    private void start() throws Exception {
        if (!settings.does('d')) {
            return;
        }
        Path data = null;
        List<String> inside = arguments(List.of("--hub.sandbox.simulators.port=" + (settings.port() + 2)));
        for (int i = 0; i < (settings.quick() ? 1 : 3); i++) {
            data = newData();
            try (HubProcess hub = HubProcess.start(settings, data, null, inside)) {
                double seconds = hub.ready();
                report.row("d", "ready, no data", "simulators inside", 1, text("%.1f s (%.1f s of processor)", seconds,
                        hub.cpu().toMillis() / 1e3));
                Thread.sleep(5000);
                report.row("d", "memory idle", "5 s after ready", 1, text("RSS %d MB", hub.memory("VmRSS")));
            }
        }
        try (HubProcess hub = HubProcess.start(settings, data, null, inside)) {
            report.row("d", "ready, with data", "after a clean stop", 1, text("%.1f s", hub.ready()));
            Events events = new Events(run(), PAID);
            int seconds = settings.scaled(60);
            int count = seconds * RATE;
            Load.Result sent = new Load(settings.port(), 32, seconds * 4 + 60).paced(i -> events.next(WEBHOOK), count, RATE);
            report.row("d", "memory after load", RATE + " events/s, every destination on", count,
                    text("RSS %d MB, peak %d MB, %d refused", hub.memory("VmRSS"), hub.memory("VmHWM"), sent.failed()));
        }
        try (HubProcess hub = HubProcess.start(settings, data, null, inside)) {
            report.row("d", "ready, with data", "after the load", 1, text("%.1f s", hub.ready()));
        }
    }

    /** a: accepting compared with the bare endpoint of the same process. */
    private void accept() throws Exception {
        if (!settings.does('a')) {
            return;
        }
        // Without inbox-map accepting is measured alone, as a burst meets it; with it, what is left beside the mapping.
        accept("alone (inbox-map not started)", "--camel.main.auto-startup-exclude-pattern=inbox-map");
        accept("inbox-map running", "--hub.bench=on");
    }

    private void accept(String mode, String argument) throws Exception {
        int count = settings.scaled(20_000);
        List<String> arguments = new ArrayList<>(Pipeline.hubArguments(settings.port() + 2));
        arguments.add(argument);
        try (HubProcess hub = HubProcess.start(settings, newData(), settings.extra(), arguments(arguments))) {
            hub.ready();
            Events events = new Events(run(), UNKNOWN);
            Load load = new Load(settings.port(), 32, 120);
            // The compiler takes its part of about the first 200 000 requests.
            int warm = settings.quick() ? 1 : 10;
            int rounds = settings.quick() ? 2 : 5;
            List<Load.Result> bare = new ArrayList<>();
            List<Load.Result> hooks = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            for (int i = -warm; i < rounds; i++) {
                Load.Result a = load.closed(events.prepared("/bench/bare", count));
                byte[][] requests = events.prepared(WEBHOOK, count);
                long before = hub.cpu().toNanos();
                Load.Result b = load.closed(requests);
                cpu.add((hub.cpu().toNanos() - before) / 1e3 / count);
                refusedNone(a);
                refusedNone(b);
                if (i >= 0) {
                    bare.add(a);
                    hooks.add(b);
                }
            }
            report.row("a", "bare Spring MVC", mode + ", 32 connections, 1 kB", (long) rounds * count, rate(bare));
            report.row("a", "durable accept", mode + ", 32 connections, 1 kB", (long) rounds * count,
                    rate(hooks) + text(", %.0f µs of processor", cpu.get(cpu.size() - 1)));
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = hooks.get(i).perSecond() / bare.get(i).perSecond();
            }
            Arrays.sort(ratios);
            report.row("a", "ratio", mode, rounds, text("%.2f (%.2f to %.2f)", ratios[rounds / 2], ratios[0], ratios[rounds - 1]));
        }
    }

    private static String rate(List<Load.Result> rounds) {
        double[] rates = rounds.stream().mapToDouble(Load.Result::perSecond).sorted().toArray();
        long[] all = rounds.stream().flatMapToLong(round -> Arrays.stream(round.latencies())).sorted().toArray();
        return text("%.0f requests/s, p50 %.1f ms, p99 %.1f ms", rates[rates.length / 2], all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6);
    }

    /** b, c, e: from the webhook to the last of four simulated destinations. */
    private void pipeline() throws Exception {
        if (!settings.does('b') && !settings.does('c') && !settings.does('e')) {
            return;
        }
        int simulatorPort = settings.port() + 2;
        try (Pipeline pipeline = new Pipeline(simulatorPort);
                HubProcess hub = HubProcess.start(settings, newData(), null, arguments(Pipeline.hubArguments(simulatorPort)))) {
            hub.ready();
            System.out.println("hub " + hub.pid());
            throughput(pipeline, hub, settings.scaled(20_000), false);
            if (settings.does('c')) {
                for (int i = 0; i < (settings.quick() ? 1 : 6); i++) {
                    throughput(pipeline, hub, settings.scaled(15_000), true);
                }
            }
            if (settings.does('b')) {
                int seconds = settings.scaled(30);
                double[] millis = latency(pipeline, seconds, Pipeline.DESTINATIONS);
                report.row("b", "webhook to last of four destinations", RATE + " events/s for " + seconds + " s", millis.length,
                        spread(millis));
            }
            if (settings.does('e')) {
                hanging(pipeline);
            }
            report.row("d", "memory after the pipeline's load", "simulators elsewhere", 1,
                    text("RSS %d MB, peak %d MB", hub.memory("VmRSS"), hub.memory("VmHWM")));
        }
    }

    /** f: route files edited while the hub works. */
    private void reload() throws Exception {
        if (!settings.does('f')) {
            return;
        }
        int simulatorPort = settings.port() + 2;
        Reloads reloads = new Reloads(settings, report);
        List<String> arguments = new ArrayList<>(Pipeline.hubArguments(simulatorPort));
        arguments.addAll(reloads.hubArguments());
        try (Pipeline pipeline = new Pipeline(simulatorPort);
                HubProcess hub = HubProcess.start(settings, newData(), null, arguments(arguments))) {
            hub.ready();
            throughput(pipeline, hub, settings.scaled(6000), false);
            reloads.underLoad(hub, new Events(run(), PAID), settings.scaled(60));
            reloads.many(hub, settings.scaled(1000));
        }
    }

    /** g: the AI gateway, without and with what its events cause. */
    private void gateway() throws Exception {
        if (!settings.does('g')) {
            return;
        }
        Gateway gateway = new Gateway(settings, report);
        gateway.portkey(settings.work().resolveSibling("portkey"));
        int simulatorPort = settings.port() + 2;
        List<String> arguments = new ArrayList<>(Pipeline.hubArguments(simulatorPort));
        arguments.addAll(gateway.hubArguments());
        for (boolean analytics : List.of(false, true)) {
            List<String> own = new ArrayList<>(arguments);
            if (!analytics) {
                Pipeline.DESTINATIONS.forEach(each -> own.add("--hub.delivery.destinations." + each.path() + ".enabled=false"));
            }
            try (Pipeline pipeline = new Pipeline(simulatorPort);
                    HubProcess hub = HubProcess.start(settings, newData(), settings.extra(), arguments(own))) {
                hub.ready();
                gateway.measure(hub, analytics ? "each told to four destinations" : "alone");
            }
        }
    }

    /** h: what is left on the disk. */
    private void growth() throws Exception {
        if (!settings.does('h')) {
            return;
        }
        int simulatorPort = settings.port() + 2;
        Growth growth = new Growth(settings, report);
        Path data = newData();
        long stop;
        try (Pipeline pipeline = new Pipeline(simulatorPort);
                HubProcess hub = HubProcess.start(settings, data, null, arguments(Growth.hubArguments(simulatorPort)))) {
            hub.ready();
            growth.measure(pipeline, hub, data, new Events(run(), PAID));
            stop = System.nanoTime();
        }
        growth.afterTheStop(data, (System.nanoTime() - stop) / 1e9);
    }

    /** i: a burst at the defaults. */
    private void burst() throws Exception {
        if (!settings.does('i')) {
            return;
        }
        int simulatorPort = settings.port() + 2;
        try (Simulators simulators = Burst.simulators(simulatorPort);
                HubProcess hub = HubProcess.start(settings, newData(), null, arguments(Burst.hubArguments(simulatorPort)))) {
            hub.ready();
            new Burst(settings, report).measure(simulators);
        }
    }

    private void throughput(Pipeline pipeline, HubProcess hub, int count, boolean counts) throws Exception {
        pipeline.forget();
        byte[][] requests = new Events(run(), PAID).prepared(WEBHOOK, count);
        long cpuBefore = hub.cpu().toNanos();
        long start = System.nanoTime();
        Load.Result sent = new Load(settings.port(), 32, 120).closed(requests);
        refusedNone(sent);
        double seconds = (pipeline.await(count, Pipeline.DESTINATIONS, 240) - start) / 1e9;
        if (counts) {
            report.row("c", "sustained, webhook to four destinations", "32 connections, as fast as accepted, drained", count,
                    text("%.0f events/s (accepted at %.0f/s), %.0f µs of the hub's processor per event", count / seconds, sent.perSecond(),
                            (hub.cpu().toNanos() - cpuBefore) / 1e3 / count));
        }
    }

    private double[] latency(Pipeline pipeline, int seconds, List<SimulatedProvider> destinations) throws Exception {
        pipeline.forget();
        Events events = new Events(run(), PAID);
        int count = seconds * RATE;
        Load.Result sent = new Load(settings.port(), 32, seconds * 4 + 60).paced(i -> events.next(WEBHOOK), count, RATE);
        refusedNone(sent);
        pipeline.await(count, destinations, 60);
        return pipeline.latencies(events, count, sent.startedAtMicros(), RATE, destinations);
    }

    private void hanging(Pipeline pipeline) throws Exception {
        SimulatedProvider hangs = Providers.HUBSPOT;
        List<SimulatedProvider> others = Pipeline.DESTINATIONS.stream().filter(provider -> provider != hangs).toList();
        int seconds = settings.scaled(settings.hang());
        double[] without = latency(pipeline, seconds, others);
        pipeline.await(without.length, List.of(hangs), 60);
        pipeline.simulators().faults().set(hangs, FaultSpec.of(FaultSpec.Kind.HANG));
        double[] with;
        try {
            with = latency(pipeline, seconds, others);
        } finally {
            pipeline.simulators().faults().clear();
        }
        report.row("e", "other three destinations, all well", RATE + " events/s for " + seconds + " s", without.length, spread(without));
        report.row("e", "other three destinations, HubSpot hangs", RATE + " events/s for " + seconds + " s", with.length,
                spread(with) + text(", p99 %+.0f %%", 100 * (Pipeline.quantile(with, 0.99) / Pipeline.quantile(without, 0.99) - 1)));
    }

    private static String spread(double[] millis) {
        return text("p50 %.0f ms, p99 %.0f ms, max %.0f ms", Pipeline.quantile(millis, 0.5), Pipeline.quantile(millis, 0.99),
                millis[millis.length - 1]);
    }

    private static void refusedNone(Load.Result result) throws IOException {
        if (result.failed() > 0) {
            throw new IOException(result.failed() + " of " + result.count() + " requests were refused");
        }
    }

    private List<String> arguments(List<String> own) {
        List<String> all = new ArrayList<>(own);
        all.addAll(settings.hubArguments());
        return all;
    }

    private Path newData() throws IOException {
        return Files.createTempDirectory(settings.work(), "data");
    }

    /** A name for the next run's events. */
    private String run() {
        return text("r%05d", ++runs);
    }
}
