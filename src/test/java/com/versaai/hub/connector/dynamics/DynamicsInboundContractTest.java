package com.versaai.hub.connector.dynamics;

import com.versaai.hub.inbound.InboundContract;

class DynamicsInboundContractTest extends InboundContract {

    @Override
    protected String body() {
        return DynamicsWebhooks.update();
    }

    @Override
    protected String withoutBatches() {
        return "Dataverse sends one execution context per request";
    }
}
