package com.versaai.hub.engine;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells the connection pool which failures mean that the connection is of no more use. Hikari knows the standard's, and
 * asks a connection in steady use nothing; those it misses would be handed out for as long as there is traffic.
 */
public final class DeadConnections implements SQLExceptionOverride {

    /**
     * H2: connection broken, database closed (also by itself, after an error of the disk), closed at shutdown. PostgreSQL:
     * read-only transaction, which is how a primary that has become a standby answers.
     */
    private static final Set<String> STATES = Set.of("90067", "90098", "90121", "25006");

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return STATES.contains(String.valueOf(failure.getSQLState())) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
