package com.versaai.hub.sandbox.hubspot;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.UUID;
import java.util.function.UnaryOperator;

class HubspotContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/crm/v3/objects/contacts", Web.json("Bearer " + settings.apply("token")),
                "{\"properties\":{\"email\":\"" + UUID.randomUUID() + "@acme.example\"}}");
    }
}
