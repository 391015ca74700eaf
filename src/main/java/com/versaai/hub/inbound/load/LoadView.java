package com.versaai.hub.inbound.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/** The contract's Load. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LoadView(String id, String source, String object, String state, String by, Instant created, Instant updated, long taken, Long total,
        int restarts, String remark) {

    static LoadView of(Load load) {
        return new LoadView(load.id(), load.source(), load.object(), load.state().lowerCase(), load.by(), load.created(), load.updated(), load.taken(),
                load.total(), load.restarts(), load.remark());
    }
}
