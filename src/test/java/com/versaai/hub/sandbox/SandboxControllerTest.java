package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.stripe.net.Webhook;
import com.versaai.hub.sandbox.stripe.StripeSamples;
import com.versaai.hub.support.Providers;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class SandboxControllerTest {

    private static Simulators simulators;
    private static WireMockServer hub;
    private static MockMvc mvc;

    @BeforeAll
    static void start() {
        simulators = new Simulators(0).start();
        hub = new WireMockServer(WireMockConfiguration.options().dynamicPort());
        hub.start();
        mvc = mvc(simulators, hub.baseUrl());
    }

    private static MockMvc mvc(Simulators running, String hubUrl) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (running != null) {
            beans.addBean("simulators", running);
        }
        HubAddress address = () -> URI.create(hubUrl);
        return MockMvcBuilders.standaloneSetup(new SandboxController(beans.getBeanProvider(Simulators.class),
                new WebhookSenders(Clock.systemUTC()), address)).build();
    }

    @AfterAll
    static void stop() {
        simulators.close();
        hub.stop();
    }

    @BeforeEach
    void reset() {
        simulators.reset();
        hub.resetAll();
        hub.stubFor(WireMock.post("/webhooks/stripe").willReturn(WireMock.aResponse().withStatus(202)));
    }

    @Test
    void faultsAreSetListedAndCleared() throws Exception {
        mvc.perform(post("/sandbox/faults/segment").content("{\"status\":503,\"count\":3,\"retryAfter\":\"2\"}"))
                .andExpect(status().isOk()).andExpect(jsonPath("$.spec.kind").value("ERROR")).andExpect(jsonPath("$.remaining").value(3));
        assertThat(Web.post(simulators.url(Providers.SEGMENT) + "/v1/track", Web.JSON, "{}").status()).isEqualTo(503);
        mvc.perform(get("/sandbox/faults")).andExpect(jsonPath("$.segment.hits").value(1)).andExpect(jsonPath("$.segment.remaining").value(2));
        mvc.perform(post("/sandbox/faults/ga4").content("{\"kind\":\"hang\"}")).andExpect(jsonPath("$.spec.hangSeconds").value(300));
        mvc.perform(delete("/sandbox/faults/segment")).andExpect(status().isNoContent());
        mvc.perform(get("/sandbox/faults")).andExpect(jsonPath("$.segment").doesNotExist()).andExpect(jsonPath("$.ga4").exists());
        mvc.perform(delete("/sandbox/faults")).andExpect(status().isNoContent());
        mvc.perform(get("/sandbox/faults")).andExpect(content().json("{}", org.springframework.test.json.JsonCompareMode.STRICT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"stauts\":503}", "{\"status\":\"503\"}", "{\"status\":99}", "{\"status\":500,\"rate\":1.5}",
            "{\"kind\":\"EXPLODE\"}", "{\"status\":429,\"retryAfter\":\"a\\r\\nb\"}", "{\"latencyMs\":-1}", "{\"status\":500} x"})
    void badFaultsAre400(String body) throws Exception {
        mvc.perform(post("/sandbox/faults/segment").content(body)).andExpect(status().isBadRequest())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON)).andExpect(jsonPath("$.type").value(
                        "https://hub.versaai.example/problems/malformed"));
        assertThat(simulators.faults().active()).isEmpty();
    }

    @Test
    void unknownProvidersAre404() throws Exception {
        for (var request : new org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder[] {
                post("/sandbox/faults/acme").content("{\"status\":500}"), delete("/sandbox/faults/acme"), get("/sandbox/effects/acme"),
                post("/sandbox/tokens/expire/acme")}) {
            mvc.perform(request).andExpect(status().isNotFound()).andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                    .andExpect(jsonPath("$.known.length()").value(SimulatedProvider.values().size()));
        }
    }

    @Test
    void effectsAreListedNewestFirst() throws Exception {
        for (int i = 0; i < 3; i++) {
            Web.post(simulators.url(Providers.SEGMENT) + "/v1/track", Web.json(Web.basic("segment-sandbox:")),
                    "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m" + i + "\"}");
        }
        Web.post(simulators.url(Providers.SEGMENT) + "/v1/track", Web.JSON, "{}");
        mvc.perform(get("/sandbox/effects/segment").param("limit", "2")).andExpect(jsonPath("$.effects").value(3))
                .andExpect(jsonPath("$.items.length()").value(2)).andExpect(jsonPath("$.items[0].key").value("m2"))
                .andExpect(jsonPath("$.refused").value(1)).andExpect(jsonPath("$.refusals[0].reason").value("wrong write key: dropped"));
        mvc.perform(get("/sandbox/effects/segment").param("contains", "m1")).andExpect(jsonPath("$.items.length()").value(1));
        mvc.perform(get("/sandbox/effects/segment").param("limit", "0")).andExpect(status().isBadRequest());
    }

    @Test
    void tokensExpireWhereTheyCan() throws Exception {
        mvc.perform(post("/sandbox/tokens/expire/salesforce")).andExpect(status().isNoContent());
        mvc.perform(post("/sandbox/tokens/expire/slack")).andExpect(status().isConflict())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
    }

    @Test
    void sendsASignedEventToTheHub() throws Exception {
        mvc.perform(post("/sandbox/send/stripe/payment_intent.succeeded").param("amount", "20000").content("{\"currency\":\"eur\",\"id\":\"evt_mine\"}"))
                .andExpect(status().isOk()).andExpect(jsonPath("$.eventId").value("evt_mine")).andExpect(jsonPath("$.status").value(202))
                .andExpect(jsonPath("$.timeline").value(hub.baseUrl() + "/api/v1/events/evt_mine/timeline"));
        LoggedRequest sent = hub.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/webhooks/stripe"))).get(0);
        assertThat(sent.getHeader("Content-Type")).isEqualToIgnoringCase("application/json; charset=utf-8");
        var event = Webhook.constructEvent(sent.getBodyAsString(), sent.getHeader("Stripe-Signature"), "whsec_sandbox");
        assertThat(event.getId()).isEqualTo("evt_mine");
        assertThat(sent.getBodyAsString()).contains("\"amount\": 20000").contains("\"currency\": \"eur\"");
    }

    @Test
    void pointsToTheTimelineOfAnyId() throws Exception {
        mvc.perform(post("/sandbox/send/stripe/payment_intent.succeeded").param("id", "evt [1]%/ü"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.timeline").value(hub.baseUrl() + "/api/v1/events/evt%20%5B1%5D%25%2F%C3%BC/timeline"));
    }

    @Test
    void sendsOtherShapes() throws Exception {
        mvc.perform(post("/sandbox/send/stripe/invoice.payment_succeeded").param("shape", "legacy")).andExpect(status().isOk());
        mvc.perform(post("/sandbox/send/stripe/invoice.payment_succeeded").param("thin", "true")).andExpect(status().isOk());
        var sent = hub.findAll(WireMock.postRequestedFor(WireMock.urlEqualTo("/webhooks/stripe")));
        assertThat(sent).anySatisfy(r -> assertThat(r.getBodyAsString()).contains("\"subscription\": \"sub_1"))
                .anySatisfy(r -> assertThat(r.getBodyAsString()).contains("v2.core.event"));
    }

    @Test
    void refusesWhatItCannotSend() throws Exception {
        mvc.perform(post("/sandbox/send/stripe/charge.nonsense")).andExpect(status().isNotFound())
                .andExpect(jsonPath("$.known.length()").value(StripeSamples.types().size()));
        mvc.perform(post("/sandbox/send/stripe/charge.refunded").param("shape", "round")).andExpect(status().isBadRequest());
        mvc.perform(post("/sandbox/send/stripe/charge.refunded").param("shoe", "1")).andExpect(status().isBadRequest());
        mvc.perform(post("/sandbox/send/stripe/charge.refunded").content("[1]")).andExpect(status().isBadRequest());
        mvc.perform(post("/sandbox/send/stripe/charge.refunded").content("{\"amount\":{}}")).andExpect(status().isBadRequest());
        assertThat(hub.getAllServeEvents()).isEmpty();
    }

    @Test
    void onlyThoseThatSendWebhooksSend() throws Exception {
        mvc.perform(post("/sandbox/send/ga4/event")).andExpect(status().isNotFound())
                .andExpect(jsonPath("$.type").value("https://hub.versaai.example/problems/no-webhooks")).andExpect(jsonPath("$.known", hasItem("stripe")));
        mvc.perform(post("/sandbox/send/acme/message")).andExpect(status().isNotFound())
                .andExpect(jsonPath("$.type").value("https://hub.versaai.example/problems/unknown-provider"));
        assertThat(hub.getAllServeEvents()).isEmpty();
    }

    @Test
    void whatWasSentCanBeAskedFor() throws Exception {
        mvc.perform(post("/sandbox/send/stripe/payment_intent.succeeded").param("thin", "true").param("objectId", "pi_mine").param("amount", "20000"))
                .andExpect(status().isOk());
        Web.Reply object = Web.send("GET", simulators.url(Providers.STRIPE) + "/v1/payment_intents/pi_mine", Map.of("Authorization", "Bearer rk_sandbox"), "");
        assertThat(object.status()).isEqualTo(200);
        assertThat(object.json().path("amount").asInt()).isEqualTo(20_000);
    }

    @Test
    void saysSoWhenTheHubOrTheSimulatorsAreElsewhere() throws Exception {
        MockMvc alone = mvc(null, "http://localhost:1");
        alone.perform(get("/sandbox/faults")).andExpect(status().isConflict()).andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON));
        alone.perform(post("/sandbox/send/stripe/charge.refunded")).andExpect(status().isBadGateway());
    }
}
