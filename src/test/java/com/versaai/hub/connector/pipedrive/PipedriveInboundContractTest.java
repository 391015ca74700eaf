package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.inbound.InboundContract;

class PipedriveInboundContractTest extends InboundContract {

    @Override
    protected String body() {
        return """
            {"meta":{"action":"change","entity":"deal","entity_id":"42","id":"8a7c1d52-6d1c-4f4e-9d3a-3f3d5e1b2c4d","company_id":"1","user_id":"7",
             "timestamp":"2025-10-09T08:53:20.123Z","version":"2.0","attempt":1},"data":{"id":42,"title":"B"},"previous":{"title":"A"}}""";
    }

    @Override
    protected String withoutBatches() {
        return "Pipedrive sends one change per request";
    }
}
