package com.versaai.hub.connector.dynamics;

import com.versaai.hub.connector.SinkContract;
import java.util.Set;

class DynamicsSinkContractTest extends SinkContract {

    private int payments;

    @Override
    protected String calls() {
        return "/api/data";
    }

    /** A case comes with its contact, and a payment's opportunity is closed. */
    @Override
    protected int effects(String action) {
        return Set.of("ticket", "opportunity").contains(action) ? 2 : 1;
    }

    /** Closed once, it is never written again. */
    @Override
    protected String key(String action, String mapped) {
        return action.equals("opportunity") ? mapped + '.' + ++payments : mapped;
    }
}
