package com.versaai.hub.connector.github;

import com.versaai.hub.inbound.InboundContract;
import java.util.Map;

class GithubInboundContractTest extends InboundContract {

    @Override
    protected String body() {
        return """
            {"action":"opened","issue":{"id":7,"title":"It does not start","body":null,"html_url":"https://github.example/acme/hub/issues/7",
             "created_at":"2026-01-05T10:00:00Z"},"sender":{"id":42,"login":"ada"}}""";
    }

    @Override
    protected Map<String, String> headers() {
        return Map.of("X-GitHub-Event", "issues", "X-GitHub-Delivery", "8a7c1d52-6d1c-4f4e-9d3a-3f3d5e1b2c4d");
    }

    @Override
    protected String withoutBatches() {
        return "GitHub sends one event per request";
    }
}
