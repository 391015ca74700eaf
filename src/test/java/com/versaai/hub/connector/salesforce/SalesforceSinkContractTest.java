package com.versaai.hub.connector.salesforce;

import com.versaai.hub.connector.SinkContract;
import com.versaai.hub.provider.FaultClass;
import java.util.Map;

class SalesforceSinkContractTest extends SinkContract {

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
}
