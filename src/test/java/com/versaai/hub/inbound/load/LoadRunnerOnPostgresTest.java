package com.versaai.hub.inbound.load;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class LoadRunnerOnPostgresTest extends LoadRunnerContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.postgres(connections);
    }
}
