package com.versaai.hub.ai;

import com.versaai.hub.support.Postgres;
import com.zaxxer.hikari.HikariDataSource;

class BudgetsOnPostgresTest extends BudgetsContract {

    @Override
    void connect(HikariDataSource to) {
        to.setJdbcUrl(Postgres.freshDatabase());
        to.setUsername(Postgres.USER);
    }
}
