package com.versaai.hub.connector.mixpanel;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

class MixpanelSinkContractTest extends SinkContract {

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "a service account logs in with each call");
    }
}
