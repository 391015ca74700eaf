package com.versaai.hub.connector.zoho;

import com.versaai.hub.inbound.InboundContract;

class ZohoInboundContractTest extends InboundContract {

    /** As Zoho documents it, for two records. */
    @Override
    protected String body() {
        return """
            {"server_time":1718117126473,"query_params":{},"module":"Deals","resource_uri":"https://www.zohoapis.com/crm/v2/Deals",
             "ids":["5725767000003000064","5725767000003000065"],"affected_fields":[{"5725767000003000064":["Stage","Amount"]}],
             "operation":"update","channel_id":"1000000068001"}""";
    }

    @Override
    protected String withoutBatches() {
        return "a notification is one object, although it names several records";
    }
}
