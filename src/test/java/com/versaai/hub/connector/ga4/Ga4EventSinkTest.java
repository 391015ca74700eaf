package com.versaai.hub.connector.ga4;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.versaai.hub.provider.AnalyticsSinkContract;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Ga4EventSinkTest extends AnalyticsSinkContract {

    private static final String BODY = "{\"client_id\":\"1.2\",\"events\":[{\"name\":\"user_registered\",\"params\":{}}]}";
    private static final String VALIDATING = "ga4-event-sink?path=/debug/mp/collect";

    Ga4EventSinkTest() {
        super("ga4", BODY);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("measurement-id", "G-SANDBOX", "api-secret", "ga4-sandbox");
    }

    @Override
    protected Set<String> secrets() {
        return Set.of("api-secret");
    }

    @Override
    protected String url() {
        return "/ga4/mp/collect?measurement_id=G-SANDBOX&api_secret=ga4-sandbox";
    }

    @Override
    protected String authorization() {
        return null;
    }

    @Override
    protected String secretOf(LoggedRequest request) {
        return request.queryParameter("api_secret").firstValue();
    }

    /** Google says nothing else, to nothing. */
    @Override
    protected ResponseDefinitionBuilder success() {
        return aResponse().withStatus(204).withBody("");
    }

    @Test
    void canValidateInstead() {
        hub.provider.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(okJson("{\"validationMessages\":[]}")));
        assertThat(hub.send(VALIDATING, BODY, Map.of()).getException()).isNull();
        assertThat(request().getUrl()).startsWith("/ga4/debug/mp/collect?");
        hub.provider.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(okJson(
                "{\"validationMessages\":[{\"fieldPath\":\"events\",\"description\":\"none\",\"validationCode\":\"VALUE_REQUIRED\"}]}")));
        assertThat(fault(hub.send(VALIDATING, BODY, Map.of()))).extracting("code", "message").containsExactly("VALUE_REQUIRED", "events: none");
    }
}
