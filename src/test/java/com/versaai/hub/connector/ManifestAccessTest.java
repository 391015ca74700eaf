package com.versaai.hub.connector;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Address and credentials of calls whose connector has no access of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManifestAccessTest {

    private static final URI CALL = URI.create("https://acme-eu/v1/a%2Fb?x=1%26");

    private ConnectorHarness hub;

    @BeforeAll
    void start() throws Exception {
        hub = new ConnectorHarness();
        hub.environment.setProperty("hub.provider.acme-eu.base-url", "https://eu.acme.example/api/");
        hub.environment.setProperty("hub.provider.acme-eu.token", "t+%1");
        hub.environment.setProperty("hub.provider.acme-eu.api-key", "k+%1");
        hub.environment.setProperty("hub.provider.acme-eu.user", "hubuser");
        hub.environment.setProperty("hub.provider.acme-eu.password", "hubpass-1");
    }

    @AfterAll
    void stop() throws Exception {
        hub.close();
    }

    private ProviderAccess access(String authentication) {
        return new ManifestAccess(account -> "acme-eu".equals(account) ? manifest(authentication) : null,
                hub.all(Secrets.class).values().iterator().next());
    }

    private static Manifest manifest(String authentication) {
        try {
            Authentication said = authentication == null ? null : Authentication.of(new ObjectMapper().readTree(authentication));
            return new Manifest("acme", "Acme", "crm", null, said, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"bearer\"                                                           | Authorization | Bearer t+%1",
        "{\"scheme\":\"bearer\",\"setting\":\"api-key\"}                      | Authorization | Bearer k+%1",
        "{\"scheme\":\"basic\",\"user\":\"user\",\"password\":\"password\"}   | Authorization | Basic aHVidXNlcjpodWJwYXNzLTE=",
        "{\"scheme\":\"basic\",\"user\":\"user\"}                             | Authorization | Basic aHVidXNlcjo=",
        "{\"scheme\":\"basic\",\"password\":\"password\"}                     | Authorization | Basic Omh1YnBhc3MtMQ==",
        "{\"scheme\":\"header\",\"header\":\"X-Key\",\"setting\":\"api-key\"} | X-Key         | k+%1"})
    void putsTheCredentialsWhereTheManifestSays(String authentication, String header, String value) {
        ProviderAccess.Target target = access(authentication).target(CALL);

        assertThat(target.uri()).isEqualTo(URI.create("https://eu.acme.example/api/v1/a%2Fb?x=1%26"));
        assertThat(target.header()).isEqualTo(header);
        assertThat(target.authorization()).isEqualTo(value);
        assertThat(target.token()).as("nothing to renew").isNull();
        assertThat(access(authentication).renewed(CALL, target)).isNull();
        assertThat(target.toString()).doesNotContain(value);
    }

    @Test
    void aCallWithoutAQueryGetsNone() {
        assertThat(access("\"bearer\"").target(URI.create("https://acme-eu/v1"))).extracting(ProviderAccess.Target::uri)
                .isEqualTo(URI.create("https://eu.acme.example/api/v1"));
    }

    @Test
    void noneMeansNone() {
        for (String none : new String[] {null, "\"none\"", "{\"scheme\":\"none\"}"}) {
            assertThat(access(none).target(CALL).authorization()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"scheme\":\"bearer\",\"setting\":\"lacks\"}", "{\"scheme\":\"header\",\"header\":\"X-Key\",\"setting\":\"lacks\"}",
        "{\"scheme\":\"basic\",\"user\":\"user\",\"password\":\"lacks\"}"})
    void namesTheSettingThatLacks(String authentication) {
        assertThatThrownBy(() -> access(authentication).target(CALL)).isInstanceOf(MissingPropertyException.class)
                .hasMessageContaining("hub.provider.acme-eu.lacks").hasMessageNotContaining("hubuser");
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> access("\"bearer\"").target(URI.create("https://other/"))).isInstanceOf(MissingPropertyException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> access("\"oauth2-refresh-token\"").target(CALL)).isInstanceOf(MissingPropertyException.class)
                .hasMessageContaining("acme").hasMessageContaining("oauth2-refresh-token");
    }

    /** By the bean that kamelets name: an account that only a destination of the configuration has is its connector's. */
    @Test
    void knowsTheConnectorOfAnInstancesAccount() {
        hub.environment.setProperty("hub.delivery.destinations.hubspot-south.connector", "hubspot");
        hub.environment.setProperty("hub.delivery.destinations.hubspot-south.account", "crm-south");
        hub.environment.setProperty("hub.provider.crm-south.base-url", hub.url("/south"));
        hub.environment.setProperty("hub.provider.crm-south.token", "sesame");
        hub.provider.stubFor(get(anyUrl()).willReturn(ok()));

        assertThat(call("crm-south").getException()).isNull();

        assertThat(hub.provider.getAllServeEvents()).singleElement().satisfies(event -> {
            assertThat(event.getRequest().getUrl()).isEqualTo("/south/me");
            assertThat(event.getRequest().getHeader("Authorization")).isEqualTo("Bearer sesame");
        });
        assertThat(hub.fault("hubspot", call("nobodys")).message()).contains("nobodys");
    }

    private Exchange call(String account) {
        return hub.context.createFluentProducerTemplate()
                .to("https://" + account + "/me?httpMethod=GET&httpClientConfigurer=#connectorAccess").withHeaders(Map.of()).send();
    }
}
