package com.versaai.hub.sandbox;

import com.versaai.hub.gateway.Provenance;
import java.util.Set;

/**
 * How the simulators run.
 *
 * @param port           TCP port, 0 for any free one
 * @param bindAddress    an address of loopback: the credentials are public and WireMock's admin API has no login
 * @param journalEntries how many requests WireMock's journal ({@code /__admin/requests}) keeps, 0 to keep none (benchmarks);
 *                       WireMock walks through all of them at every request: 1 000 cost half the throughput
 * @param ledgerEntries  how many keys the ledger and the simulated CRMs keep per provider
 * @param slackChannels  names, without #, of the channels that exist besides {@code archived} and {@code private}
 */
public record SimulatorSettings(int port, String bindAddress, int journalEntries, int ledgerEntries, Set<String> slackChannels) {

    public static final String LOOPBACK = "127.0.0.1";
    public static final Set<String> CHANNELS = Set.of("growth", "revenue", "support", "alerts", "general");

    /** @throws IllegalArgumentException when other machines could call */
    public SimulatorSettings {
        if (!Provenance.isLoopbackAddress(bindAddress)) {
            throw new IllegalArgumentException("the simulated providers listen on loopback only: WireMock has no login");
        }
    }

    /** The defaults: loopback, the last 250 requests, 20 000 keys. */
    public static SimulatorSettings onPort(int port) {
        return new SimulatorSettings(port, LOOPBACK, 250, 20_000, CHANNELS);
    }

    /** The same with another journal size. */
    public SimulatorSettings withJournalEntries(int entries) {
        return new SimulatorSettings(port, bindAddress, entries, ledgerEntries, slackChannels);
    }

    /** The same with another ledger size. */
    public SimulatorSettings withLedgerEntries(int entries) {
        return new SimulatorSettings(port, bindAddress, journalEntries, entries, slackChannels);
    }
}
