package com.versaai.hub.delivery.record;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class RecordsOnPostgresTest extends RecordsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.postgres(connections);
    }
}
