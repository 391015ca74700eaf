package bench;

import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The far end: simulated providers in this process, journal off, and when what arrived there. */
final class Pipeline implements AutoCloseable {

    static final List<SimulatedProvider> DESTINATIONS = List.of(Providers.HUBSPOT, Providers.MIXPANEL, Providers.AMPLITUDE, Providers.SEGMENT);

    private final Simulators simulators;

    Pipeline(int port) {
        simulators = new Simulators(SimulatorSettings.onPort(port).withJournalEntries(0).withLedgerEntries(1_000_000).withoutRateLimits()).start();
    }

    /** Hub arguments: these simulators, four destinations, no limit of the hub's own. */
    static List<String> hubArguments(int port) {
        return List.of("--hub.sandbox.simulators.enabled=false", "--hub.sandbox.providers-url=http://localhost:" + port,
                "--hub.delivery.destinations.salesforce.enabled=false", "--hub.delivery.destinations.ga4.enabled=false",
                "--hub.delivery.destinations.slack.enabled=false", "--hub.delivery.destinations.hubspot.policy.rate.permits=0",
                "--hub.delivery.destinations.amplitude.policy.rate.permits=0");
    }

    Simulators simulators() {
        return simulators;
    }

    void forget() {
        simulators.effects().reset();
    }

    long delivered(SimulatedProvider provider) {
        return simulators.effects().count(provider);
    }

    /** Waits until so many arrived at each of those destinations; nanoseconds on the clock when they had. */
    long await(long count, List<SimulatedProvider> destinations, int seconds) throws IOException, InterruptedException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (destinations.stream().anyMatch(provider -> delivered(provider) < count)) {
            if (System.nanoTime() > until) {
                throw new IOException("not delivered within " + seconds + " s: " + destinations.stream()
                        .map(provider -> provider.path() + " " + delivered(provider) + "/" + count + " refused "
                                + simulators.effects().refused(provider)).toList());
            }
            Thread.sleep(5);
        }
        return System.nanoTime();
    }

    /** Milliseconds from when an event was due to its last effect at those destinations, sorted. */
    double[] latencies(Events events, int count, long startedAtMicros, double perSecond, List<SimulatedProvider> destinations) {
        long[] last = new long[count];
        Map<SimulatedProvider, Integer> seen = new LinkedHashMap<>();
        for (SimulatedProvider provider : destinations) {
            for (Effects.Effect effect : simulators.effects().of(provider)) {
                int number = events.numberIn(effect.key() + ' ' + effect.body());
                if (number >= 0 && number < count) {
                    last[number] = Math.max(last[number], micros(effect.time()));
                    seen.merge(provider, 1, Integer::sum);
                }
            }
        }
        destinations.forEach(provider -> {
            if (seen.getOrDefault(provider, 0) != count) {
                throw new IllegalStateException(provider + " has " + seen.get(provider) + " of " + count + " events");
            }
        });
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            millis[i] = (last[i] - startedAtMicros - i * 1e6 / perSecond) / 1000;
        }
        Arrays.sort(millis);
        return millis;
    }

    static double quantile(double[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * sorted.length))];
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    @Override
    public void close() {
        simulators.close();
    }
}
