package bench;

import static bench.Report.text;

import com.versaai.hub.sandbox.SimulatedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** h: what events with seven destinations leave on the disk, while they come and after a stop. */
final class Growth {

    /** What the whole of them leaves is told apart from what there is at any time, by looking twice. */
    private static final int RATE = 100;

    private final Settings settings;
    private final Report report;

    Growth(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    static List<String> hubArguments(int simulatorPort) {
        return List.of("--hub.sandbox.simulators.enabled=false", "--hub.sandbox.providers-url=http://localhost:" + simulatorPort,
                "--hub.delivery.destinations.hubspot.policy.rate.permits=0", "--hub.delivery.destinations.slack.policy.rate.permits=0",
                "--hub.delivery.destinations.slack.policy.key-rate.permits=0", "--hub.delivery.destinations.amplitude.policy.rate.permits=0",
                "--hub.events.important-payment.amount=0");
    }

    /** Slack has one consumer, which claims before it sends: its queue is longer than the others', and how much of it is done is told. */
    private static final List<SimulatedProvider> AWAITED = List.of(Providers.SALESFORCE, Providers.HUBSPOT, Providers.GA4,
            Providers.MIXPANEL, Providers.AMPLITUDE, Providers.SEGMENT);

    void measure(Pipeline pipeline, HubProcess hub, Path data, Events events) throws Exception {
        int third = settings.scaled(3500);
        Path database = data.resolve("hub.mv.db");
        long start = Files.size(database);
        send(pipeline, events, third, third);
        long first = Files.size(database);
        long cpu = hub.cpu().toNanos();
        send(pipeline, events, 2 * third, 3 * third);
        long last = Files.size(database);
        int count = 3 * third;
        report.row("h", "database, growth per event", "seven destinations, " + RATE + " events/s", count,
                text("%.1f kB (%.1f kB of the last two thirds); file %.1f MB, %d told to Slack", (last - start) / 1e3 / count, (last - first) / 2e3 / third,
                        last / 1e6, pipeline.delivered(Providers.SLACK)));
        report.row("h", "processor per event", "the last two thirds", 2L * third,
                text("%.0f µs", (hub.cpu().toNanos() - cpu) / 1e3 / (2 * third)));
        report.row("h", "Kafka, log per event", "the same", count, text("%.1f kB", bytes(data.resolve("kafka")) / 1e3 / count));
    }

    void afterTheStop(Path data, double seconds) throws IOException {
        report.row("h", "database after a stop", "the same", 1, text("file %.1f MB, stopped in %.1f s",
                Files.size(data.resolve("hub.mv.db")) / 1e6, seconds));
    }

    private void send(Pipeline pipeline, Events events, int count, int delivered) throws Exception {
        Load.Result sent = new Load(settings.port(), 32, count / RATE * 4 + 60).paced(i -> events.next("/webhooks/stripe"), count, RATE);
        if (sent.failed() > 0) {
            throw new IOException(sent.failed() + " requests were refused");
        }
        pipeline.await(delivered, AWAITED, 120);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            // An index is as long as it may grow, and mostly hole.
            return files.filter(file -> file.toString().endsWith(".log")).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
