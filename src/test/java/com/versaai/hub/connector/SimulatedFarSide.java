package com.versaai.hub.connector;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.sandbox.FaultSpec;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator of a connector, over HTTP. */
final class SimulatedFarSide implements FarSide {

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
        set(FaultSpec.error(Integer.parseInt(how)));
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
        simulators.effects().reset();
        simulators.wireMock().resetRequests();
    }

    @Override
    public long taken() {
        return simulators.effects().requests(provider);
    }

    private Stream<Request> requests() {
        return simulators.wireMock().getAllServeEvents().stream().map(ServeEvent::getRequest);
    }

    @Override
    public List<String> arrived() {
        return requests().map(request -> String.join("\n", request.getMethod() + " " + request.getUrl(), request.getHeaders().toString(),
                request.getBodyAsString())).toList();
    }

    @Override
    public List<String> credentials() {
        return requests().map(request -> request.getHeader("Authorization")).filter(value -> value != null && value.contains(" "))
                .map(value -> value.substring(value.indexOf(' ') + 1)).distinct().toList();
    }

    @Override
    public void close() {
        simulators.close();
    }
}
