package com.versaai.hub.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL, started once for the test JVM. Where its binary cannot run the test is skipped and says why. */
public final class Postgres {

    /** May do everything; the server trusts its own machine. */
    public static final String USER = "postgres";

    private static EmbeddedPostgres server;
    private static String trouble;

    private Postgres() {
    }

    /** JDBC URL of a new, empty database. */
    public static synchronized String freshDatabase() {
        Assumptions.assumeTrue(isRunning(), () -> "PostgreSQL cannot run here: " + trouble);
        String name = "hub_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    }

    private static boolean isRunning() {
        if (server == null && trouble == null) {
            try {
                server = EmbeddedPostgres.builder().start();
            } catch (IOException | IllegalStateException e) {
                trouble = e.toString();
            }
        }
        return server != null;
    }
}
