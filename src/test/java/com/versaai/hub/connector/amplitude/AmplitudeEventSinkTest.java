package com.versaai.hub.connector.amplitude;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.versaai.hub.provider.AnalyticsSinkContract;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmplitudeEventSinkTest extends AnalyticsSinkContract {

    private static final String BODY = "{\"events\":[{\"user_id\":\"user-1\",\"event_type\":\"é\",\"revenue\":5.120,\"value\":250.00}]}";

    AmplitudeEventSinkTest() {
        super("amplitude", BODY);
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("api-key", "k");
    }

    @Override
    protected Set<String> secrets() {
        return Set.of("api-key");
    }

    @Override
    protected String url() {
        return "/amplitude/2/httpapi";
    }

    @Override
    protected String authorization() {
        return null;
    }

    @Override
    protected String sent() {
        return BODY.replaceFirst("\\{", "{\"api_key\":\"k\",");
    }

    @Override
    protected String secretOf(LoggedRequest request) throws Exception {
        return json(request.getBodyAsString()).path("api_key").asText();
    }

    @Test
    void aRefusalInsideA200Fails() {
        assertRefused("{\"code\":400,\"error\":\"Invalid API key\"}", "http_400", FaultClass.PERMANENT);
        assertRefused("{\"code\":429,\"error\":\"Too many\",\"throttled_events\":[0]}", "throttled", FaultClass.RATE_LIMITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json S3CR3T", "[]", "{\"api_key\":\"other\"}"})
    void takesOnlyAnObjectAndTheConfiguredKey(String body) throws Exception {
        hub.provider.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(okJson("{}")));
        Exchange done = hub.send("amplitude-event-sink", body, Map.of());
        if (body.startsWith("{")) {
            assertThat(secretOf(request())).isEqualTo("k");
        } else {
            assertThat(fault(done).code()).isEqualTo("invalid_message");
            assertThat(done.getException()).hasMessageNotContaining("S3CR3T").hasNoCause();
        }
    }
}
