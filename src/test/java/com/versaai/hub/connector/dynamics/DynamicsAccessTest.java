package com.versaai.hub.connector.dynamics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logging in at Entra ID. */
class DynamicsAccessTest extends DynamicsSinkCase {

    @Test
    void logsInAsEntraIdWantsAndOnceForAll() throws Exception {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics/"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/cn/"));
        hub.environment.setProperty(SETTINGS + "client-secret", "p+%&= ~ü");
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-1", "3599").withFixedDelay(100)));
        hub.provider.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(204).withHeader("OData-EntityId", hub.url(API + "leads(" + ID + ")"))));
        ExecutorService many = Executors.newFixedThreadPool(20);
        try {
            List<Future<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(many.submit(() -> send("leads", "u-1", ANA)));
            }
            for (Future<Exchange> one : all) {
                done(one.get());
            }
        } finally {
            many.shutdown();
        }
        List<ServeEvent> logins = hub.provider.getAllServeEvents().stream().filter(event -> event.getRequest().getMethod().getName().equals("POST")).toList();
        assertThat(logins).singleElement().satisfies(login -> {
            assertThat(login.getRequest().getUrl()).isEqualTo("/cn/5a4db0c5-0000-4000-8000-000000000001/oauth2/v2.0/token");
            assertThat(login.getRequest().getBodyAsString()).contains("grant_type=client_credentials", "client_secret=p%2B%25%26%3D+~%C3%BC",
                    "scope=" + URLEncoder.encode(hub.url("/dynamics/.default"), StandardCharsets.UTF_8));
        });
        assertThat(hub.provider.getAllServeEvents()).hasSize(21).filteredOn(event -> event.getRequest().getMethod().getName().equals("PATCH"))
                .allSatisfy(event -> assertThat(event.getRequest().getHeader("Authorization")).isEqualTo("Bearer t-1"));
    }

    @Test
    void aTokenIsRenewedBeforeItsEnd() throws Exception {
        hub.environment.setProperty(SETTINGS + "base-url", hub.url("/dynamics"));
        hub.environment.setProperty(SETTINGS + "login-url", hub.url("/dynamics"));
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-1", "1")));
        hub.provider.stubFor(patch(anyUrl()).willReturn(aResponse().withStatus(204).withHeader("OData-EntityId", hub.url(API + "leads(" + ID + ")"))));
        done(send("leads", "u-1", ANA));
        hub.provider.stubFor(post(anyUrl()).willReturn(token("t-2", "3599")));
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            done(send("leads", "u-1", ANA));
            return "Bearer t-2".equals(hub.provider.getAllServeEvents().get(0).getRequest().getHeader("Authorization"));
        });
    }

    @Test
    void aRevokedTokenIsRenewed() {
        done(send("leads", "u-1", ANA));
        simulators.expireTokens(DYNAMICS);
        done(send("leads", "u-1", ANA));
        assertThat(calls()).as("refused, and again with the new one").hasSize(3);
    }

    @Test
    void aRevokedSecretSaysWhatItIs() {
        done(send("leads", "u-1", ANA));
        hub.environment.setProperty(SETTINGS + "client-secret", "revoked");
        simulators.expireTokens(DYNAMICS);
        Fault fault = fault(send("leads", "u-1", ANA));
        assertThat(fault).extracting("faultClass", "code", "status").containsExactly(FaultClass.PERMANENT, "invalid_client", 401);
        assertThat(fault.message()).startsWith("login failed").contains("AADSTS7000215");
    }

    @ParameterizedTest
    @CsvSource({"tenant,other,AADSTS90002", "client-id,other,AADSTS700016"})
    void whatIsWrongWithTheLoginIsSaid(String setting, String value, String said) {
        hub.environment.setProperty(SETTINGS + setting, value);
        assertThat(fault(send("leads", "u-1", ANA))).satisfies(fault -> {
            assertThat(fault.faultClass()).isEqualTo(FaultClass.PERMANENT);
            assertThat(fault.message()).contains(said);
        });
    }

    @Test
    void aTenantThatIsNoneIsNotAskedFor() {
        hub.environment.setProperty(SETTINGS + "tenant", "a/b?c");
        assertThat(fault(send("leads", "u-1", ANA))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "not_configured");
        assertThat(simulators.wireMock().getAllServeEvents()).isEmpty();
    }
}
