package com.versaai.hub.connector.ga4;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

class Ga4SinkContractTest extends SinkContract {

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "its API secret stands in each query and does not expire");
    }
}
