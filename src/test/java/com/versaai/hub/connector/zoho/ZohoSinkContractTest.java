package com.versaai.hub.connector.zoho;

import com.versaai.hub.connector.CrmContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

class ZohoSinkContractTest extends CrmContract {

    private int notes;

    @Override
    protected String calls() {
        return "/crm";
    }

    /** Each account with a refresh token of its own: of one there are 10 access tokens in 10 minutes, at the simulator too. */
    @Override
    protected void configure(String account, Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.computeIfPresent("refresh-token", (name, token) -> account.equals("zoho") ? token : token + '-' + account);
        super.configure(account, own);
    }

    /** Made once, it is never written again. */
    @Override
    protected String key(String action, String mapped) {
        return action.equals("note") ? mapped + '.' + ++notes : mapped;
    }

    @Override
    protected Optional<String> said(Wrong wrong) {
        return switch (wrong) {
            case DUPLICATE -> Optional.of("202 DUPLICATE_DATA");
            case LOCKED -> Optional.of("202 RECORD_LOCKED");
            case REVOKED -> Optional.of("401 INVALID_TOKEN");
            case DAILY_LIMIT -> Optional.of("429 TOO_MANY_REQUESTS");
        };
    }
}
