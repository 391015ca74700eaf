package com.versaai.hub.connector.hubspot;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

/** With OAuth: its access tokens expire, those of a private app don't. */
class HubspotSinkContractTest extends SinkContract {

    @Override
    protected String calls() {
        return "/crm";
    }

    @Override
    protected Map<String, String> settings(Map<String, String> announced) {
        return Map.of("base-url", announced.get("base-url"), "client-id", "sandbox-client", "client-secret", "sandbox-secret",
                "refresh-token", "refresh-sandbox");
    }
}
