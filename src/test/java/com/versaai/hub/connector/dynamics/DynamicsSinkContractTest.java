package com.versaai.hub.connector.dynamics;

import com.versaai.hub.connector.SinkContract;

class DynamicsSinkContractTest extends SinkContract {

    private int payments;

    @Override
    protected String calls() {
        return "/api/data";
    }

    /** A payment's opportunity is closed. A case's contact is there, from the action before. */
    @Override
    protected int effects(String action) {
        return action.equals("opportunity") ? 2 : 1;
    }

    /** Closed once, it is never written again. */
    @Override
    protected String key(String action, String mapped) {
        return action.equals("opportunity") ? mapped + '.' + ++payments : mapped;
    }
}
