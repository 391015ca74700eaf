package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.CrmContract;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;
import java.util.Optional;

class SalesforceSinkContractTest extends CrmContract {

    @Override
    protected String calls() {
        return "/services/data";
    }

    /** 403 is also how Salesforce says that the day's calls are used up, and its simulator says just that. */
    @Override
    protected Map<String, FaultClass> refusals() {
        Map<String, FaultClass> refusals = super.refusals();
        refusals.put("403", FaultClass.RATE_LIMITED);
        return refusals;
    }

    @Override
    protected Optional<String> said(Wrong wrong) {
        return switch (wrong) {
            case DUPLICATE -> Optional.of("400 DUPLICATES_DETECTED");
            case LOCKED -> Optional.of("400 UNABLE_TO_LOCK_ROW");
            case REVOKED -> Optional.of("401 INVALID_SESSION_ID");
            case DAILY_LIMIT -> Optional.of("403 REQUEST_LIMIT_EXCEEDED");
        };
    }
}
