package com.versaai.hub.alert;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class AlertGroupsOnPostgresTest extends AlertGroupsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.postgres(connections);
    }
}
