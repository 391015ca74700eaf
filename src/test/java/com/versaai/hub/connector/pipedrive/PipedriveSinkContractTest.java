package com.versaai.hub.connector.pipedrive;

import com.versaai.hub.connector.CrmContract;
import java.util.Map;
import java.util.Optional;

class PipedriveSinkContractTest extends CrmContract {

    private int notes;

    @Override
    protected Map<Ability, String> without() {
        return Map.of(Ability.TOKENS, "a personal API token holds until it is replaced");
    }

    /** Made once, it is never written again. */
    @Override
    protected String key(String action, String mapped) {
        return action.equals("note") ? mapped + '.' + ++notes : mapped;
    }

    /** Nothing is unique there but what the account merges by hand, and no row is locked for others. */
    @Override
    protected Optional<String> said(Wrong wrong) {
        return switch (wrong) {
            case DUPLICATE, LOCKED -> Optional.empty();
            case REVOKED -> Optional.of("401");
            case DAILY_LIMIT -> Optional.of("429");
        };
    }
}
