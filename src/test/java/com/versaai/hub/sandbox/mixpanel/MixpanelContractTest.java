package com.versaai.hub.sandbox.mixpanel;

import com.versaai.hub.sandbox.SimulatorContract;
import com.versaai.hub.sandbox.Web;
import java.util.UUID;
import java.util.function.UnaryOperator;

class MixpanelContractTest extends SimulatorContract {

    @Override
    protected Web.Reply request(UnaryOperator<String> settings) {
        return Web.post(settings.apply("base-url") + "/import?strict=1&project_id=" + settings.apply("project-id"),
                Web.json(Web.basic(settings.apply("service-account") + ":" + settings.apply("service-secret"))),
                "[{\"event\":\"Paid\",\"properties\":{\"time\":1760000000000,\"distinct_id\":\"u-1\",\"$insert_id\":\"" + UUID.randomUUID() + "\"}}]");
    }
}
