package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class DeadLetterJobsOnH2Test extends DeadLetterJobsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.h2(connections);
    }
}
