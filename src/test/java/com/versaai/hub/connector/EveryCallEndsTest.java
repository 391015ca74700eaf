package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.SlowServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However slowly a provider answers: every call of every connector ends at its limit, logins too. */
class EveryCallEndsTest {

    private static final String LIMIT = "?responseTimeout=400";
    /** Far less than the 20 s that the server would go on, far more than a busy machine needs. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private ConnectorHarness hub;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private Fault slow(EveryCall call) {
        long start = System.nanoTime();
        Exchange failed = call.send(hub, LIMIT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(call.toString()).isLessThan(SOON);
        assertThat(failed.getException()).as(call.toString()).isNotNull();
        return hub.fault(call.connector(), failed);
    }

    private List<EveryCall> calls() {
        List<EveryCall> calls = new ArrayList<>(EveryCall.delivering(hub));
        calls.addAll(EveryCall.reading(hub));
        calls.add(new EveryCall("groq", "chat", "groq-chat-action", "{}", Map.of()));
        calls.add(new EveryCall("groq", "models", "groq-models-action", "", Map.of()));
        return calls;
    }

    /** What a search or a login without an answer has done is nothing. */
    private static FaultClass expected(EveryCall call) {
        boolean searches = call.connector().equals("pipedrive") && !call.action().equals("ticket") || call.toString().equals("zoho/note");
        return searches ? FaultClass.TRANSIENT : FaultClass.IN_DOUBT;
    }

    @Test
    void atAHeaderSectionThatDribbles() throws Exception {
        dribbling(SlowServer.HEADERS);
    }

    @Test
    void atABodyThatDribbles() throws Exception {
        dribbling(SlowServer.BODY);
    }

    private void dribbling(String beginning) throws Exception {
        String[] url = {""};
        try (SlowServer server = new SlowServer(beginning, line -> line.matches(".*/oauth(2|/v2|2/v2.0)/token.*") ? token(url[0]) : null)) {
            url[0] = server.url();
            EveryCall.settings(hub, url[0]);
            List<EveryCall> calls = calls();
            assertThat(calls).extracting(EveryCall::connector).contains("salesforce", "hubspot", "pipedrive", "slack", "ga4", "mixpanel",
                    "amplitude", "segment", "stripe", "groq");
            for (EveryCall call : calls) {
                assertThat(slow(call).faultClass()).as(call.toString()).isEqualTo(expected(call));
            }
        }
    }

    private static String token(String url) {
        String json = "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"instance_url\":\"" + url + "/salesforce\",\"api_domain\":\"" + url + "/zoho\"}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    /** The harness gives a login 2 s. */
    @Test
    void atALoginThatDribbles() throws Exception {
        for (String beginning : new String[] {SlowServer.HEADERS, SlowServer.BODY}) {
            // Tokens are kept by account.
            try (ConnectorHarness fresh = new ConnectorHarness(); SlowServer server = new SlowServer(beginning, line -> null)) {
                EveryCall.settings(fresh, server.url());
                fresh.environment.setProperty("hub.provider.hubspot.token", "");
                for (EveryCall call : EveryCall.delivering(fresh).stream()
                        .filter(one -> List.of("salesforce/lead", "hubspot/lead").contains(one.toString())).toList()) {
                    long start = System.nanoTime();
                    Exchange failed = call.send(fresh, "?responseTimeout=10000");
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(call.toString()).isLessThan(SOON.plusSeconds(2));
                    assertThat(fresh.fault(call.connector(), failed)).as(call.toString()).satisfies(fault -> {
                        assertThat(fault.faultClass()).isEqualTo(FaultClass.TRANSIENT);
                        assertThat(fault.message()).startsWith("login failed");
                    });
                }
            }
        }
    }

    /** A connection that never becomes a secure one: nothing was sent, so nothing is in doubt. */
    @Test
    void atATlsHandshakeThatNobodyAnswers() throws Exception {
        try (SlowServer server = new SlowServer("", line -> null)) {
            EveryCall.settings(hub, server.url().replace("http:", "https:"));
            EveryCall track = EveryCall.delivering(hub).stream().filter(one -> one.toString().equals("ga4/track")).findFirst().orElseThrow();
            assertThat(slow(track)).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "connect_timeout");
            Exchange failed = track.send(hub, "?connectTimeout=300");
            assertThat(hub.fault("ga4", failed)).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "connect_timeout");
        }
    }
}
