package com.versaai.hub.ai.budget;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class BudgetsOnH2Test extends BudgetsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.h2(connections);
    }
}
