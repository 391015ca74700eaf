package com.versaai.hub.connector.slack;

import com.versaai.hub.support.Databases;
import com.zaxxer.hikari.HikariDataSource;

class SlackInstallOnPostgresTest extends SlackInstallTest {

    @Override
    HikariDataSource database() {
        return Databases.postgres(8);
    }
}
