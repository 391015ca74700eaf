package com.versaai.hub.alert;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class AlertGroupsOnH2Test extends AlertGroupsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.h2(connections);
    }
}
