package com.versaai.hub.connector.hubspot;

import com.versaai.hub.inbound.InboundContract;

class HubspotInboundContractTest extends InboundContract {

    private static final String EVENT = """
            {"eventId":%d,"subscriptionId":42,"portalId":99,"appId":5,"occurredAt":1760000000000,"subscriptionType":"contact.propertyChange",
             "attemptNumber":0,"objectId":%s,"propertyName":"firstname","propertyValue":"Zoë","changeSource":"CRM_UI","sourceId":"userId:7"}""";

    @Override
    protected String body() {
        return '[' + EVENT.formatted(1, "123") + ',' + EVENT.formatted(2, "124") + ']';
    }

    @Override
    protected String batch() {
        return '[' + EVENT.formatted(1, "123") + ',' + EVENT.formatted(2, "{}") + ',' + EVENT.formatted(3, "125") + ']';
    }

    @Override
    protected String withoutBatches() {
        return null;
    }
}
