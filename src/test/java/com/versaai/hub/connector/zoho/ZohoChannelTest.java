package com.versaai.hub.connector.zoho;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.Secrets;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.Simulators;
import com.versaai.hub.sandbox.Web;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The channel's upkeep against the simulator over HTTP; what that never says comes from the harness' fake provider. */
class ZohoChannelTest {

    private static final SimulatedProvider ZOHO = SimulatedProvider.of("zoho").orElseThrow();
    private static final String KAMELET = "zoho-channel-action";
    private static final String OWN = "hub.provider.zoho.";
    private static final String CHANNEL = "watch/1000000068001";
    private static final String WATCH = "/zoho/crm/v8/actions/watch";
    private static Simulators simulators;

    private ConnectorHarness hub;

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
        simulators.faults().clear(ZOHO);
        simulators.reset();
        simulators.wireMock().resetRequests();
        hub = hub();
    }

    private static ConnectorHarness hub() throws Exception {
        ConnectorHarness hub = new ConnectorHarness();
        ZOHO.settings("http://localhost:" + simulators.port()).forEach(hub.environment::setProperty);
        hub.environment.setProperty(OWN + "notify-url", "https://hub.example/webhooks/zoho");
        return hub;
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private static Exchange look(ConnectorHarness hub) {
        return hub.send(KAMELET, "", Map.of());
    }

    /** Methods of the calls for channels, the earliest first. */
    private static List<String> calls() {
        List<ServeEvent> events = new ArrayList<>(simulators.wireMock().getAllServeEvents());
        Collections.reverse(events);
        List<String> methods = events.stream().filter(event -> event.getRequest().getUrl().startsWith(WATCH)).map(event -> event.getRequest().getMethod().getName()).toList();
        simulators.wireMock().resetRequests();
        return methods;
    }

    private static Instant until() throws Exception {
        return Instant.parse(new ObjectMapper().readTree(simulators.effects().find(ZOHO, CHANNEL).orElseThrow().body()).path("until").asText());
    }

    private Health health() {
        return hub.all(HealthIndicator.class).get("zohoChannelHealthIndicator").health();
    }

    private static String in(Duration time) {
        return OffsetDateTime.now(ZoneOffset.UTC).plus(time).truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
    }

    /** As if it had been made days ago. */
    private static void atZoho(String notifyUrl, String modules, Duration left) throws Exception {
        String accounts = "http://localhost:" + simulators.port() + "/zoho";
        String token = Web.post(accounts + "/oauth/v2/token", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=refresh_token&client_id=1000.sandboxclient&client_secret=zoho-sandbox-secret&refresh_token=1000.refresh-sandbox").json()
                .path("access_token").asText();
        Web.Reply reply = Web.send("POST", accounts + "/crm/v8/actions/watch", Map.of("Content-Type", "application/json", "Authorization", "Zoho-oauthtoken " + token),
                "{\"watch\":[{\"channel_id\":\"1000000068001\",\"events\":[" + modules + "],\"notify_url\":\"" + notifyUrl + "\",\"channel_expiry\":\"" + in(left) + "\"}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        simulators.wireMock().resetRequests();
    }

    private static final String ALL = "\"Leads.all\",\"Contacts.all\",\"Deals.all\",\"Cases.all\"";

    @Test
    void makesTheChannelAndThenOnlyLooks() throws Exception {
        assertThat(health().getDetails()).containsEntry("channel", "off");
        assertThat(look(hub).getException()).isNull();
        assertThat(calls()).containsExactly("GET", "POST");
        assertThat(until()).isBetween(Instant.now().plus(Duration.ofDays(6)).minusSeconds(60), Instant.now().plus(Duration.ofDays(6)));
        assertThat(look(hub).getException()).isNull();
        assertThat(calls()).containsExactly("GET");
        assertThat(simulators.effects().find(ZOHO, CHANNEL).orElseThrow().requests()).isEqualTo(1);
        assertThat(health().getStatus().getCode()).isEqualTo("UP");
        assertThat(health().getDetails().get("zoho")).isEqualTo(Map.of("until", until().toString()));
    }

    @Test
    void renewsItBeforeItEndsAndWhereItIsForSomethingElse() throws Exception {
        look(hub);
        calls();
        atZoho("https://hub.example/webhooks/zoho", ALL, Duration.ofHours(70));
        look(hub);
        assertThat(calls()).as("less than half of its life is left").containsExactly("GET", "PUT");
        assertThat(until()).isAfter(Instant.now().plus(Duration.ofHours(140)));
        atZoho("https://old.example/webhooks/zoho", ALL, Duration.ofDays(6));
        look(hub);
        assertThat(calls()).as("another address").containsExactly("GET", "PUT");
        atZoho("https://hub.example/webhooks/zoho", "\"Leads.all\"", Duration.ofDays(6));
        look(hub);
        assertThat(calls()).as("modules are missing").containsExactly("GET", "PUT");
        hub.environment.setProperty(OWN + "webhook-secrets[0]", "another-sandbox-token");
        look(hub);
        assertThat(calls()).as("another token").containsExactly("GET", "PUT");
        look(hub);
        assertThat(calls()).containsExactly("GET");
    }

    /** Several nodes look; each sends what it has once, and then finds nothing to do. */
    @Test
    void anotherNodeFindsItDone() throws Exception {
        look(hub);
        try (ConnectorHarness other = hub()) {
            look(other);
            calls();
            look(other);
            look(hub);
            assertThat(calls()).containsExactly("GET", "GET");
        }
        assertThat(simulators.effects().find(ZOHO, CHANNEL).orElseThrow().effects()).isEqualTo(2);
    }

    private void fake(String get, int status, String put) {
        hub.environment.setProperty(OWN + "accounts-url", hub.url("/zoho"));
        hub.provider.stubFor(post("/zoho/oauth/v2/token").willReturn(okJson("{\"access_token\":\"a\",\"api_domain\":\"" + hub.url("/zoho") + "\"}")));
        hub.provider.stubFor(get(urlPathEqualTo(WATCH)).willReturn(get.isEmpty() ? aResponse().withStatus(204) : okJson(get)));
        hub.provider.stubFor(put(WATCH).willReturn(aResponse().withStatus(status).withBody(put)));
    }

    private static String watched(Duration left) {
        return "{\"watch\":[{\"channel_id\":\"1000000068001\",\"resource_name\":\"Leads\",\"notify_url\":\"https://hub.example/webhooks/zoho\",\"channel_expiry\":\"" + in(left) + "\"}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | {\"watch\":[{\"code\":\"NOT_SUBSCRIBED\",\"details\":{},\"message\":\"gone\",\"status\":\"error\"}]}",
        "202 | {\"watch\":[{\"code\":\"NOT_SUBSCRIBED\",\"details\":{},\"message\":\"gone\",\"status\":\"error\"}]}",
        "400 | {\"code\":\"NOT_SUBSCRIBED\",\"details\":{},\"message\":\"gone\",\"status\":\"error\"}"})
    void makesItAnewWhereItHasEndedMeanwhile(int status, String answer) throws Exception {
        fake(watched(Duration.ofMinutes(1)), status, answer);
        String end = in(Duration.ofDays(6));
        hub.provider.stubFor(post(WATCH).willReturn(okJson("{\"watch\":[{\"code\":\"SUCCESS\",\"status\":\"success\",\"details\":{\"events\":[{\"channel_expiry\":\"" + end
                + "\"}]}}]}")));
        assertThat(look(hub).getException()).isNull();
        hub.provider.verify(1, postRequestedFor(urlEqualTo(WATCH)));
        JsonNode sent = new ObjectMapper().readTree(hub.provider.findAll(postRequestedFor(urlEqualTo(WATCH))).get(0).getBodyAsString()).at("/watch/0");
        assertThat(sent.path("token").asText()).isEqualTo("zoho-hook-sandbox");
        assertThat(sent.path("channel_expiry").asText()).as("no Z").endsWith("+00:00");
        assertThat(sent.path("events")).hasSize(4);
        assertThat(health().getDetails().get("zoho").toString()).contains(OffsetDateTime.parse(end).toInstant().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "400 | {\"watch\":[{\"code\":\"INVALID_DATA\",\"details\":{\"api_name\":\"notify_url\"},\"message\":\"invalid data\",\"status\":\"error\"}]} | PERMANENT | INVALID_DATA",
        "401 | {\"code\":\"OAUTH_SCOPE_MISMATCH\",\"message\":\"no scope\",\"status\":\"error\"} | PERMANENT | OAUTH_SCOPE_MISMATCH",
        "500 | {\"code\":\"INTERNAL_ERROR\"} | TRANSIENT | INTERNAL_ERROR",
        "200 | {\"watch\":[{\"code\":\"SUCCESS\",\"details\":{\"events\":[]}}]} | IN_DOUBT | unexpected_answer",
        "200 | <html> | PERMANENT | http_200"})
    void saysWhyItCouldNotBeRenewed(int status, String answer, FaultClass expected, String code) throws Exception {
        fake(watched(Duration.ofMinutes(1)), status, answer);
        Exchange done = look(hub);
        Fault fault = hub.fault("zoho", done);
        assertThat(fault).extracting("faultClass", "code").containsExactly(expected, code);
        boolean said = code.equals("INVALID_DATA") || code.equals("http_200");
        assertThat(health().getStatus().getCode()).as("at once where Zoho said why, else after a while").isEqualTo(said ? "DEGRADED" : "UP");
        assertThat(health().getDetails().get("zoho").toString()).contains(said ? code : "{").doesNotContain("zoho-hook-sandbox");
    }

    @Test
    void aLookWithoutSuccessIsToldAfterAMinuteUntilOneSucceeds() {
        Instant[] now = {Instant.now()};
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        ZohoChannels channels = new ZohoChannels(hub.all(Secrets.class).values().iterator().next(),
                property -> List.of(hub.environment.getProperty(property + "[0]", "")), hub.faults, clock);
        hub.bind("zohoChannels", channels);
        hub.environment.setProperty(OWN + "webhook-secrets[0]", "");
        assertThat(look(hub).getException()).isNotNull();
        assertThat(channels.health().getStatus().getCode()).isEqualTo("UP");
        now[0] = now[0].plusSeconds(61);
        assertThat(channels.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(channels.health().getDetails().get("zoho").toString()).contains("zoho-channel-keep");
        hub.environment.setProperty(OWN + "webhook-secrets[0]", "zoho-hook-sandbox");
        assertThat(look(hub).getException()).isNull();
        assertThat(channels.health().getStatus().getCode()).isEqualTo("UP");
        now[0] = now[0].plus(Duration.ofDays(7));
        assertThat(channels.health().getDetails().get("zoho").toString()).contains("it has ended");
    }

    @ParameterizedTest
    @CsvSource({"channel-life,8d", "channel-life,5m", "channel-life,soon", "channel-id,abc", "channel-events,Leads.created", "notify-url,hub.example",
        "webhook-secrets[0],123456789012345678901234567890123456789012345678901", "webhook-secrets[0],with space"})
    void namesASettingThatZohoWouldRefuse(String setting, String value) {
        hub.environment.setProperty(OWN + setting, value);
        Fault fault = hub.fault("zoho", look(hub));
        assertThat(fault).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
        assertThat(fault.message()).contains(OWN + setting.replace("[0]", "")).doesNotContain(value.length() > 40 ? value : "with space");
        assertThat(calls()).isEmpty();
    }
}
