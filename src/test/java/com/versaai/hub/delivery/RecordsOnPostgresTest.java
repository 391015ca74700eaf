package com.versaai.hub.delivery;

import com.versaai.hub.support.Postgres;
import com.zaxxer.hikari.HikariDataSource;

class RecordsOnPostgresTest extends RecordsContract {

    @Override
    void connect(HikariDataSource to) {
        to.setJdbcUrl(Postgres.freshDatabase());
        to.setUsername(Postgres.USER);
    }
}
