package com.versaai.hub.connector.dynamics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** {@code dynamics-record-sink} against the simulator over HTTP; answers that it never gives come from the harness' fake provider. */
abstract class DynamicsSinkCase {

    static final SimulatedProvider DYNAMICS = SimulatedProvider.of("dynamics").orElseThrow();
    static final String SINK = "dynamics-record-sink";
    static final String SETTINGS = "hub.provider.dynamics.";
    static final String API = "/dynamics/api/data/v9.2/";
    static final String ANA = "{\"lastname\":\"Moreau\",\"emailaddress1\":\"ana@acme.example\"}";
    static final String PAID = "{\"name\":\"Pago 5 €\",\"actualvalue\":5.5,\"actualclosedate\":\"2026-01-05\",\"statecode\":1}";
    static final String ID = "5a4db0c5-0000-4000-8000-00000000000f";
    static Simulators simulators;

    ConnectorHarness hub;

    @BeforeAll
    static void simulate() {
        simulators = new Simulators(0).start();
    }

    @AfterAll
    static void endSimulation() {
        simulators.close();
    }

    @BeforeEach
    void start() throws Exception {
        simulators.faults().clear(DYNAMICS);
        simulators.reset();
        simulators.wireMock().resetRequests();
        hub = new ConnectorHarness();
        DYNAMICS.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    final Exchange send(String set, String key, String fields) {
        return hub.send(SINK, fields, Map.of("HubObject", set, "HubKey", key));
    }

    final void done(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class)).isBetween(200, 204);
        assertThat(exchange.getMessage().getHeaders().keySet()).noneMatch(header -> header.matches("(?i)odata.*|if-.*|mscrm.*|retry-after"));
    }

    final Fault fault(Exchange done) {
        assertThat(done.getException()).isNotNull();
        return hub.fault("dynamics", done);
    }

    /** Method and address below the API of what arrived, the earliest first, without logins. */
    static List<String> calls() {
        List<ServeEvent> events = new ArrayList<>(simulators.wireMock().getAllServeEvents());
        Collections.reverse(events);
        return events.stream().map(event -> event.getRequest().getMethod() + " " + event.getRequest().getUrl()).filter(line -> line.contains(API))
                .map(line -> line.replace(API, "").replaceAll("[0-9a-f-]{36}", "ID")).toList();
    }

    /** Directly at the simulator, as people do there. */
    static Web.Reply there(String method, String path, String body) throws IOException {
        String base = simulators.url(DYNAMICS);
        Map<String, String> settings = DYNAMICS.settings(base.replaceFirst("/dynamics$", ""));
        Web.Reply login = Web.post(base + '/' + settings.get(SETTINGS + "tenant") + "/oauth2/v2.0/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + settings.get(SETTINGS + "client-id") + "&client_secret=" + settings.get(SETTINGS + "client-secret")
                        + "&scope=" + base + "/.default");
        return Web.send(method, base + "/api/data/v9.2/" + path, Map.of("Authorization", "Bearer " + login.json().path("access_token").asText(),
                "Content-Type", "application/json", "Accept", "application/json", "OData-Version", "4.0", "OData-MaxVersion", "4.0"), body);
    }

    static String created(String set, String body) throws IOException {
        return there("POST", set, body).header("OData-EntityId").replaceFirst(".*\\((.+)\\)", "$1");
    }

    static long effects(String key) {
        return simulators.effects().find(DYNAMICS, key).map(effect -> (long) effect.effects()).orElse(0L);
    }

    final void stub(FaultClass expected, MappingBuilder... answers) {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(urlPathMatching("/dynamics/.*/oauth2/v2.0/token")).willReturn(token("t-1", "3599")));
        for (MappingBuilder answer : answers) {
            hub.provider.stubFor(answer);
        }
        assertThat(fault(send("leads", "u-1", ANA)).faultClass()).isEqualTo(expected);
    }

    static ResponseDefinitionBuilder refusal(int status, String code) {
        return aResponse().withStatus(status).withHeader("Content-Type", "application/json").withBody("{\"error\":{\"code\":\"" + code + "\",\"message\":\"said ana@acme.example\"}}");
    }

    static ResponseDefinitionBuilder token(String token, String life) {
        return okJson("{\"token_type\":\"Bearer\",\"expires_in\":" + life + ",\"access_token\":\"" + token + "\"}");
    }
}
