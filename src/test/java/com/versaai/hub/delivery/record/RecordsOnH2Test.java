package com.versaai.hub.delivery.record;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class RecordsOnH2Test extends RecordsContract {

    @Override
    HikariDataSource emptyDatabase(int connections) {
        return Databases.h2(connections);
    }
}
