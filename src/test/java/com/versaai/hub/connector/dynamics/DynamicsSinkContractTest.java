package com.versaai.hub.connector.dynamics;

import com.versaai.hub.connector.CrmContract;
import java.util.Optional;
import java.util.Set;

class DynamicsSinkContractTest extends CrmContract {

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

    /** Won with its first write. */
    @Override
    protected Set<String> closed() {
        return Set.of("opportunity");
    }

    @Override
    protected Optional<String> said(Wrong wrong) {
        return switch (wrong) {
            case DUPLICATE -> Optional.of("412 0x80040333");
            case LOCKED -> Optional.of("412 0x80060882");
            case REVOKED -> Optional.of("401");
            case DAILY_LIMIT -> Optional.of("429 0x80072322");
        };
    }
}
