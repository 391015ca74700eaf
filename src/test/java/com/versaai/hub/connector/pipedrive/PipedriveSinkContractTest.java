package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

class PipedriveSinkContractTest extends SinkContract {

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "a personal API token holds until it is replaced");
    }
}
