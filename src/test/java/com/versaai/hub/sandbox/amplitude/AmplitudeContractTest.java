package com.versaai.hub.sandbox.amplitude;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.UUID;
import java.util.function.UnaryOperator;

class AmplitudeContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/2/httpapi", Web.JSON, "{\"api_key\":\"" + settings.apply("api-key")
                + "\",\"events\":[{\"user_id\":\"user-1\",\"event_type\":\"paid\",\"insert_id\":\"" + UUID.randomUUID() + "\"}]}");
    }

    @Override
    protected int refusal() {
        return 400;
    }
}
