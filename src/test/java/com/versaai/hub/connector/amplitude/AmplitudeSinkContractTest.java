package com.versaai.hub.connector.amplitude;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

class AmplitudeSinkContractTest extends SinkContract {

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "its API key stands in each body and does not expire");
    }
}
