package com.versaai.hub.sandbox;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.sandbox.*}; read in profile {@code sandbox} only.
 *
 * @param simulators the simulated providers
 * @param hubUrl     where webhook senders find the hub; by default this process, {@code http://localhost:<server.port>}
 */
@Validated
@ConfigurationProperties("hub.sandbox")
public record SandboxProperties(@Valid @DefaultValue SimulatorsProperties simulators, URI hubUrl) {

    /**
     * {@code hub.sandbox.simulators.*}; besides these {@code <provider>-<option>}, as a provider's {@link SimulatorFactory#options} have it.
     *
     * @param enabled        whether this process runs them
     * @param port           TCP port, 0 for any free one
     * @param bindAddress    an address of loopback: credentials and admin API are open
     * @param journalEntries requests kept for {@code /__admin/requests}, 0 for none (benchmarks); each costs at every request
     * @param ledgerEntries  effects kept per provider
     */
    public record SimulatorsProperties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("8089") @Min(0) @Max(65_535) int port,
            @DefaultValue("127.0.0.1") @NotBlank String bindAddress,
            @DefaultValue("250") @Min(0) @Max(10_000) int journalEntries,
            @DefaultValue("20000") @Min(1) @Max(1_000_000) int ledgerEntries) {

        SimulatorSettings settings() {
            return new SimulatorSettings(port, bindAddress, journalEntries, ledgerEntries, Map.of());
        }
    }
}
