package com.versaai.hub.sandbox;

import com.versaai.hub.gateway.Provenance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the simulators run.
 *
 * @param port           TCP port, 0 for any free one
 * @param bindAddress    an address of loopback: the credentials are public and WireMock's admin API has no login
 * @param journalEntries how many requests WireMock's journal ({@code /__admin/requests}) keeps, 0 to keep none (benchmarks);
 *                       WireMock walks through all of them at every request: 1 000 cost half the throughput
 * @param ledgerEntries  how many keys the ledger and the simulated CRMs keep per provider
 * @param options        choices other than the usual ones, by {@code <provider>-<option>} of {@link SimulatorFactory#options}
 */
public record SimulatorSettings(int port, String bindAddress, int journalEntries, int ledgerEntries, Map<String, List<String>> options) {

    /** Name of the option of a provider with a rate limit; 0 is none. */
    private static final Set<String> RATES = Set.of("calls", "channel-rate");

    public static final String LOOPBACK = "127.0.0.1";

    /** @throws IllegalArgumentException when other machines could call */
    public SimulatorSettings {
        if (!Provenance.isLoopbackAddress(bindAddress)) {
            throw new IllegalArgumentException("the simulated providers listen on loopback only: WireMock has no login");
        }
        options = Map.copyOf(options);
    }

    /** The defaults: loopback, the last 250 requests, 20 000 keys. */
    public static SimulatorSettings onPort(int port) {
        return new SimulatorSettings(port, LOOPBACK, 250, 20_000, Map.of());
    }

    /** The same with another journal size. */
    public SimulatorSettings withJournalEntries(int entries) {
        return new SimulatorSettings(port, bindAddress, entries, ledgerEntries, options);
    }

    /** The same with another ledger size. */
    public SimulatorSettings withLedgerEntries(int entries) {
        return new SimulatorSettings(port, bindAddress, journalEntries, entries, options);
    }

    /** The same with these choices. */
    public SimulatorSettings withOptions(Map<String, List<String>> choices) {
        return new SimulatorSettings(port, bindAddress, journalEntries, ledgerEntries, choices);
    }

    /** The same with providers that take as many calls as anyone makes: for tests of what the hub itself can do. */
    public SimulatorSettings withoutRateLimits() {
        Map<String, List<String>> choices = new LinkedHashMap<>(options);
        SimulatedProvider.values().forEach(provider -> provider.factory().options().keySet().stream().filter(RATES::contains)
                .forEach(rate -> choices.put(provider.path() + '-' + rate, List.of("0"))));
        return withOptions(choices);
    }

    /** A provider's choices, the usual ones where nothing else is said. */
    Map<String, List<String>> optionsOf(SimulatedProvider provider) {
        Map<String, List<String>> chosen = new LinkedHashMap<>(provider.factory().options());
        chosen.replaceAll((option, usual) -> options.getOrDefault(provider.path() + "-" + option, usual));
        return chosen;
    }
}
