package com.versaai.hub.sandbox.slack;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.function.UnaryOperator;

class SlackContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/chat.postMessage", Web.json("Bearer " + settings.apply("bot-token")),
                "{\"channel\":\"#growth\",\"text\":\"x\"}");
    }

    @Override
    protected int refusal() {
        return 200;
    }
}
