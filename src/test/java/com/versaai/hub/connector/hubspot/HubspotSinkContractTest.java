package com.versaai.hub.connector.hubspot;

import com.versaai.hub.connector.CrmContract;
import java.util.Map;
import java.util.Optional;

/** With OAuth: its access tokens expire, those of a private app don't. */
class HubspotSinkContractTest extends CrmContract {

    private int notes;

    @Override
    protected String calls() {
        return "/crm";
    }

    @Override
    protected Map<String, String> settings(Map<String, String> announced) {
        return Map.of("base-url", announced.get("base-url"), "client-id", "sandbox-client", "client-secret", "sandbox-secret",
                "refresh-token", "refresh-sandbox");
    }

    /** Made once, it is never written again. */
    @Override
    protected String key(String action, String mapped) {
        return action.equals("note") ? mapped + '.' + ++notes : mapped;
    }

    @Override
    protected Optional<String> said(Wrong wrong) {
        return switch (wrong) {
            case DUPLICATE -> Optional.of("409 CONFLICT");
            case LOCKED -> Optional.of("423 LOCKED");
            case REVOKED -> Optional.of("401 INVALID_AUTHENTICATION");
            case DAILY_LIMIT -> Optional.of("429 DAILY");
        };
    }
}
