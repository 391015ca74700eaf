package com.versaai.hub.support;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** Databases of their own with the hub's tables, one for each kind it runs on. */
public final class Databases {

    private Databases() {
    }

    public static HikariDataSource h2(int connections) {
        return migrated("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1",
                "hub", connections);
    }

    public static HikariDataSource postgres(int connections) {
        return migrated(Postgres.freshDatabase(), Postgres.USER, connections);
    }

    private static HikariDataSource migrated(String url, String user, int connections) {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(url);
        database.setUsername(user);
        database.setMaximumPoolSize(connections);
        Flyway.configure().dataSource(url, user, "").load().migrate();
        return database;
    }
}
