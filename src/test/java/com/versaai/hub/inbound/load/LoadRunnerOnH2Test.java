package com.versaai.hub.inbound.load;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class LoadRunnerOnH2Test extends LoadRunnerContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.h2(connections);
    }
}
