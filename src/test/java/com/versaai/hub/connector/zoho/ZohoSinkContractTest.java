package com.versaai.hub.connector.zoho;

import com.versaai.hub.connector.SinkContract;
import java.util.LinkedHashMap;
import java.util.Map;

class ZohoSinkContractTest extends SinkContract {

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
}
