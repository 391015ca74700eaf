package com.versaai.hub.connector.segment;

import com.versaai.hub.connector.SinkContract;
import java.util.Map;

class SegmentSinkContractTest extends SinkContract {

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "the write key logs in with each call");
    }
}
