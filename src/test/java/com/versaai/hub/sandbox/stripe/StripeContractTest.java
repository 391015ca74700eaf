package com.versaai.hub.sandbox.stripe;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.io.IOException;
import java.util.Map;
import java.util.function.UnaryOperator;

class StripeContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) throws IOException {
        return Web.send("GET", settings.apply("base-url") + "/v1/payment_intents/pi_1", Map.of("Authorization", "Bearer " + settings.apply("api-key")), "");
    }

    @Override
    protected boolean acts() {
        return false;
    }

    @Override
    protected Map<String, String> objects() {
        return Map.of("/v1/payment_intents/pi_1", "{\"id\":\"pi_1\"}");
    }
}
