package com.versaai.hub.connector.mixpanel;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.versaai.hub.provider.AnalyticsSinkContract;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class MixpanelEventSinkTest extends AnalyticsSinkContract {

    private static final String REFUSED = "{\"code\":%d,\"num_records_imported\":0,"
            + "\"failed_records\":[{\"index\":0,\"$insert_id\":\"i-1\",\"field\":\"properties.time\",\"message\":\"too old\"}]}";

    MixpanelEventSinkTest() {
        super("mixpanel", "[{\"event\":\"user_registered\",\"properties\":{\"time\":1760000000123,\"distinct_id\":\"u\",\"$insert_id\":\"i-1\"}}]");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("service-account", "svc.hub", "service-secret", "secret1", "project-id", "1");
    }

    @Override
    protected Set<String> secrets() {
        return Set.of("service-secret");
    }

    @Override
    protected String url() {
        return "/mixpanel/import?strict=1&project_id=1";
    }

    @Override
    protected String authorization() {
        return "Basic c3ZjLmh1YjpzZWNyZXQx";
    }

    @Override
    protected String secretOf(LoggedRequest request) {
        assertThat(basic(request)).startsWith("svc.hub:");
        return basic(request).substring("svc.hub:".length());
    }

    @Test
    void takesAProjectTokenInstead() {
        set("service-account", "");
        set("token", "proj_token_1");
        assertThat(send(success()).getException()).isNull();
        assertThat(request().getUrl()).isEqualTo("/mixpanel/import?strict=1");
        assertThat(request().getHeader("Authorization")).isEqualTo("Basic cHJval90b2tlbl8xOg==");
    }

    @Test
    void aRefusalInsideA200Fails() {
        assertRefused(REFUSED.formatted(200), "failed_records", FaultClass.PERMANENT);
        assertRefused("{\"code\":200,\"status\":\"error\",\"error\":\"nothing imported\"}", "http_200", FaultClass.PERMANENT);
    }

    @Test
    void namesTheRefusedField() {
        Exchange failed = send(okJson(REFUSED.formatted(400)).withStatus(400));
        assertThat(fault(failed)).extracting("code", "message").containsExactly("failed_records", "1 refused: properties.time: too old");
    }
}
