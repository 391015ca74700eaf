package com.versaai.hub.connector;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The simulator of a connector, over HTTP. */
final class SimulatedFarSide extends HttpFarSide {

    private final Simulators simulators = new Simulators(0).start();
    private final SimulatedProvider provider;
    private final String calls;

    /** @param calls where the paths of calls begin that are no login; null where there is none */
    SimulatedFarSide(SimulatedProvider provider, String calls) {
        this.provider = provider;
        this.calls = calls;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        String prefix = "hub.provider." + provider.path() + '.';
        provider.settings("http://localhost:" + simulators.port()).forEach((name, value) -> settings.put(name.substring(prefix.length()), value));
        return settings;
    }

    private void set(FaultSpec spec) {
        simulators.faults().set(provider, calls == null ? spec : spec.withPath(calls));
    }

    @Override
    public void refuse(String how) {
        String[] said = how.split(" ");
        set(new FaultSpec(FaultSpec.Kind.ERROR, null, null, null, Integer.valueOf(said[0]), said.length == 1 ? null : said[1], null, null, null, null, null));
    }

    @Override
    public void askToWait(Duration time) {
        set(FaultSpec.error(429).withRetryAfter(String.valueOf(time.toSeconds()), false));
    }

    @Override
    public void delay(Duration late) {
        set(FaultSpec.of(FaultSpec.Kind.SLOW).withLatencyMs((int) late.toMillis()));
    }

    @Override
    public void loseAnswers() {
        set(FaultSpec.of(FaultSpec.Kind.RESET).withAfterEffect());
    }

    @Override
    public void flood() {
        set(FaultSpec.of(FaultSpec.Kind.HUGE).withStatus(200).withAfterEffect());
    }

    @Override
    public void floodRefusing() {
        set(FaultSpec.of(FaultSpec.Kind.HUGE).withStatus(500));
    }

    @Override
    public void loseRecords() {
        simulators.reset();
    }

    @Override
    public Map<String, String> records() {
        Map<String, String> records = new LinkedHashMap<>();
        simulators.effects().of(provider).forEach(effect -> records.put(effect.key(), effect.body()));
        return records;
    }

    @Override
    public void expireTokens() {
        simulators.expireTokens(provider);
    }

    @Override
    public boolean issuesTokens() {
        return provider.issuesTokens();
    }

    @Override
    public void heal() {
        simulators.faults().clear(provider);
        simulators.rest(provider);
        simulators.effects().reset();
        simulators.wireMock().resetRequests();
    }

    @Override
    public long taken() {
        return simulators.effects().requests(provider);
    }

    @Override
    WireMockServer server() {
        return simulators.wireMock();
    }

    @Override
    public void close() {
        simulators.close();
    }
}
