package com.versaai.hub.sandbox.groq;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.function.UnaryOperator;

class GroqContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/chat/completions", Web.json("Bearer " + settings.apply("api-key")),
                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}");
    }
}
