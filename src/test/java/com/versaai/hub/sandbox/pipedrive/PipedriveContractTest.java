package com.versaai.hub.sandbox.pipedrive;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

class PipedriveContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/api/v2/persons", Map.of("Content-Type", "application/json", "x-api-token", settings.apply("api-token")),
                "{\"name\":\"Ana\",\"emails\":[{\"value\":\"" + UUID.randomUUID() + "@acme.example\"}]}");
    }
}
