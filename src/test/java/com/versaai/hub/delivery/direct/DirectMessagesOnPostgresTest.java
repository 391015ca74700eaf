package com.versaai.hub.delivery.direct;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

class DirectMessagesOnPostgresTest extends DirectMessagesContract {

    private HikariDataSource database;

    @Override
    DataSource database() {
        database = Databases.postgres(4);
        return database;
    }

    @AfterEach
    void close() {
        database.close();
    }
}
