package com.versaai.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A far side that answers as a file of WireMock stubs says, for a connector without a simulator. Its address is the setting {@code base-url}. */
public final class StubbedFarSide extends HttpFarSide {

    private static final int HUGE = 10_000_000;

    private final WireMockServer server = new WireMockServer(options().dynamicPort().gzipDisabled(true));
    private final JsonNode stubs;
    private final Map<String, String> settings;
    /** Whether what is answered wrongly is taken in all the same. */
    private boolean takesAll;

    /**
     * @param stubs    {@code {"mappings": […]}}
     * @param settings those of an account besides its address
     */
    public StubbedFarSide(Path stubs, Map<String, String> settings) {
        try {
            this.stubs = new ObjectMapper().readTree(stubs.toFile()).path("mappings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = new LinkedHashMap<>(settings);
        server.start();
        this.settings.put("base-url", server.baseUrl());
        heal();
    }

    @Override
    WireMockServer server() {
        return server;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    private void answer(ResponseDefinitionBuilder answer, boolean taken) {
        takesAll = taken;
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(answer));
    }

    @Override
    public void refuse(String how) {
        answer(aResponse().withStatus(Integer.parseInt(how)), false);
    }

    @Override
    public void askToWait(Duration time) {
        answer(aResponse().withStatus(429).withHeader("Retry-After", String.valueOf(time.toSeconds())), false);
    }

    @Override
    public void delay(Duration late) {
        server.setGlobalFixedDelay((int) late.toMillis());
    }

    @Override
    public void loseAnswers() {
        answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), true);
    }

    @Override
    public void flood() {
        answer(aResponse().withBody("{\"x\":\"" + "x".repeat(HUGE)), true);
    }

    @Override
    public void floodRefusing() {
        answer(aResponse().withStatus(500).withBody("x".repeat(HUGE)), false);
    }

    @Override
    public void expireTokens() {
        throw new UnsupportedOperationException("stubs give out none");
    }

    @Override
    public boolean issuesTokens() {
        return false;
    }

    @Override
    public void heal() {
        takesAll = false;
        server.resetAll();
        server.setGlobalFixedDelay(0);
        stubs.forEach(stub -> server.addStubMapping(StubMapping.buildFrom(stub.toString())));
    }

    @Override
    public long taken() {
        return server.getAllServeEvents().stream().filter(event -> takesAll || event.getResponse().getStatus() / 100 == 2).count();
    }

    @Override
    public void close() {
        server.stop();
    }
}
