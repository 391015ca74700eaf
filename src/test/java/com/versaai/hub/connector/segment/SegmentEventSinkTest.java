package com.versaai.hub.connector.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.versaai.hub.provider.AnalyticsSinkContract;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentEventSinkTest extends AnalyticsSinkContract {

    SegmentEventSinkTest() {
        super("segment", "{\"userId\":\"u\",\"event\":\"user_registered\",\"messageId\":\"m\"}");
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of("write-key", "wk_test_123");
    }

    @Override
    protected Set<String> secrets() {
        return Set.of("write-key");
    }

    @Override
    protected String url() {
        return "/segment/v1/track";
    }

    @Override
    protected String authorization() {
        return "Basic d2tfdGVzdF8xMjM6";
    }

    /** The key goes as a user name, which can't have a colon. */
    @Override
    protected String printable() {
        return super.printable().replace(":", "");
    }

    @Override
    protected String secretOf(LoggedRequest request) {
        assertThat(basic(request)).as("no password").endsWith(":");
        return basic(request).replaceFirst(":$", "");
    }

    @Test
    void aRefusalInsideA200Fails() {
        assertRefused("{\"success\":false,\"message\":\"no\"}", "http_200", FaultClass.PERMANENT);
    }
}
