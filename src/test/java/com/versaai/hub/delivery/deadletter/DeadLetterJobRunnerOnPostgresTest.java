package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class DeadLetterJobRunnerOnPostgresTest extends DeadLetterJobRunnerContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.postgres(connections);
    }
}
