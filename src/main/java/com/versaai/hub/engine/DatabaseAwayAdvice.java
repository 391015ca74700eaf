package com.versaai.hub.engine;

import java.sql.SQLException;
import java.util.Map;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A database that cannot be reached or refuses the login at start: said in two lines. Other SQL failures keep their trace. */
final class DatabaseAwayAdvice extends AbstractFailureAnalyzer<SQLException> {

    /** By SQLSTATE class, see appendix A of PostgreSQL's manual; 90020 is H2's. */
    private static final Map<String, String> ADVICE = Map.of(
            "08", "Check HUB_DATABASE_URL (spring.datasource.url) and that the database answers.",
            "28", "Check HUB_DATABASE_USER and HUB_DATABASE_PASSWORD (spring.datasource.username, .password).",
            "3D", "Create the database that HUB_DATABASE_URL (spring.datasource.url) names.",
            "90", "Stop the other process that has the file open (another hub?), or choose another file with spring.datasource.url.");

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = cause.getSQLState();
        boolean known = state != null && (state.matches("(08|28|3D).*") || state.equals("90020"));
        return known ? new FailureAnalysis("The database is not to be had: " + cause.getMessage(), ADVICE.get(state.substring(0, 2)), cause)
                : null;
    }
}
