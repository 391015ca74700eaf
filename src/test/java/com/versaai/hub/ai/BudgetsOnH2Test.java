package com.versaai.hub.ai;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;

class BudgetsOnH2Test extends BudgetsContract {

    @Override
    void connect(HikariDataSource to) {
        to.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        to.setUsername("hub");
    }
}
