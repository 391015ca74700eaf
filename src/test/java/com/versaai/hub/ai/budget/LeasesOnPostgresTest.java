package com.versaai.hub.ai.budget;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class LeasesOnPostgresTest extends LeasesContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.postgres(connections);
    }
}
