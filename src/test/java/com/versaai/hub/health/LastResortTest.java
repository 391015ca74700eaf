package com.versaai.hub.health;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class LastResortTest {

    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");
    private final Map<String, String> down = new TreeMap<>();
    private final List<String> told = new ArrayList<>();
    private boolean slackIsAway;
    private final LastResort last = new LastResort(new LastResortSettings("https://hooks.slack.com/services/T/B/x", Duration.ofMinutes(2), Duration.ofMinutes(10)),
            "Hub https://hub.example", () -> down, text -> {
                if (slackIsAway) {
                    throw new IllegalStateException("away");
                }
                told.add(text);
            });

    private void after(int seconds) {
        last.look(START.plusSeconds(seconds));
    }

    @Test
    void whatIsDownForLongIsToldOnceAndOnceThatItIsBack() {
        down.put("busWatch", "timeout");
        for (int at = 0; at < 1000; at += 10) {
            after(at);
            assertThat(told).hasSize(at < 120 ? 0 : 1);
        }
        down.clear();
        after(1000);
        after(1010);
        assertThat(told).containsExactly("🚨 Hub https://hub.example cannot work: busWatch (timeout). Requests get 503; what was accepted waits.",
                "✅ Hub https://hub.example: everything answers again. It was 16 min.");
    }

    @Test
    void aShortGapIsNobodysBusiness() {
        for (int at = 0; at < 10_000; at += 10) {
            down.clear();
            if (at % 110 < 100) {
                down.put("db", "DOWN");
            }
            after(at);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void howeverOftenItChangesTwoMessagesAreTenMinutesApart() {
        for (int at = 0; at < 6000; at += 10) {
            down.clear();
            if (at % 300 < 200) {
                down.put("db", "DOWN");
            }
            after(at);
        }
        assertThat(told).hasSizeBetween(2, 10);
    }

    @Test
    void whatIsDownBesidesIsToldToo() {
        down.put("db", "DOWN");
        after(0);
        after(120);
        down.put("storageDisk", "full");
        after(130);
        after(800);
        assertThat(told).hasSize(2).last().asString().contains("db (DOWN)", "storageDisk (full)");
    }

    @Test
    void whatCouldNotBeSentIsTriedAgain() {
        down.put("db", "DOWN");
        after(0);
        slackIsAway = true;
        assertThatThrownBy(() -> after(120)).isInstanceOf(IllegalStateException.class);
        slackIsAway = false;
        after(130);
        assertThat(told).hasSize(1);
    }

    @Test
    void theWebhookGetsItAndItsAddressIsInNoUriAndNoError() throws Exception {
        WireMockServer slack = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        slack.start();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            OwnSlackWebhook webhook = new OwnSlackWebhook(camel, slack.baseUrl() + "/services/T000/B000/s3cret");
            slack.stubFor(post(urlEqualTo("/services/T000/B000/s3cret")).willReturn(ok("ok")));
            webhook.send("🚨 it \"cannot\" work");
            slack.verify(postRequestedFor(urlEqualTo("/services/T000/B000/s3cret")).withRequestBody(containing("it \\\"cannot\\\" work")));
            assertThat(camel.getEndpoints()).allSatisfy(endpoint -> assertThat(endpoint.getEndpointUri()).doesNotContain("s3cret"));

            for (int status : new int[] {302, 400, 403, 404, 429, 500, 503}) {
                slack.stubFor(post(urlEqualTo("/services/T000/B000/s3cret")).willReturn(aResponse().withStatus(status).withBody("no_service s3cret")));
                assertThatThrownBy(() -> webhook.send("x")).as("HTTP " + status).isInstanceOf(IllegalStateException.class).hasMessageContaining("HTTP " + status);
            }
            slack.stubFor(post(urlEqualTo("/services/T000/B000/s3cret")).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
            assertThatThrownBy(() -> webhook.send("x")).isInstanceOf(IllegalStateException.class).message().doesNotContain("s3cret");
        } finally {
            slack.stop();
        }
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutSayingIt() {
        for (String wrong : List.of("hooks.slack.com/s3cret", "slack://s3cret", "file:///s3cret", "https:///s3cret", "https://a b/s3cret")) {
            assertThatThrownBy(() -> new LastResortSettings(wrong, Duration.ZERO, Duration.ofMinutes(1))).hasMessageContaining("last-resort").message().doesNotContain("s3cret");
        }
        assertThat(new LastResortSettings("https://hooks.slack.com/s3cret", Duration.ZERO, Duration.ofMinutes(1)).toString()).doesNotContain("s3cret");
    }
}
