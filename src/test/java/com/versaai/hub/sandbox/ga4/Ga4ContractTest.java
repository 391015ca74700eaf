package com.versaai.hub.sandbox.ga4;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.function.UnaryOperator;

class Ga4ContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/mp/collect?measurement_id=" + settings.apply("measurement-id") + "&api_secret="
                + settings.apply("api-secret"), Web.JSON, "{\"client_id\":\"1.2\",\"events\":[{\"name\":\"purchase\"}]}");
    }

    @Override
    protected int refusal() {
        return 204;
    }
}
