package com.versaai.hub.sandbox.segment;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.UUID;
import java.util.function.UnaryOperator;

class SegmentContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/v1/track", Web.json(Web.basic(settings.apply("write-key") + ":")),
                "{\"userId\":\"u\",\"event\":\"Paid\",\"messageId\":\"" + UUID.randomUUID() + "\"}");
    }

    /** It says success whatever it is given. */
    @Override
    protected int refusal() {
        return 200;
    }
}
