package com.versaai.hub.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.versaai.hub.storage.Compaction;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What 2000 events leave in the file, with the settings of the hub. While they come fast the file is larger: bench/run --parts h. */
class DatabaseGrowthTest {

    private static final int EVENTS = 2000;
    private static final int PER_EVENT = 10_000;

    @TempDir
    private Path folder;

    @Test
    void isCompactedWhileTheHubRunsAndAtItsStopAndLosesNothingByIt() throws Exception {
        String url = url();
        Path file = folder.resolve("hub.mv.db");
        long most = (long) EVENTS * PER_EVENT;
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(url);
            database.setUsername("hub");
            database.setMaximumPoolSize(16);
            Flyway.configure().dataSource(database).load().migrate();
            try (Compaction compaction = Compaction.of(database, url); EventLoad load = new EventLoad(database, 12)) {
                load.play(EVENTS, 200);

                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(Files.size(file)).as("while it runs").isLessThan(most));
                assertThat(compaction.rows()).as("rows and indexes").isLessThan(most / 2);
            }
        }
        assertThat(Files.size(file)).as("after the stop").isLessThan(most);

        try (Connection again = DriverManager.getConnection(url, "hub", "")) {
            JdbcTemplate jdbc = new JdbcTemplate(new org.springframework.jdbc.datasource.SingleConnectionDataSource(again, true));
            for (String table : Arrays.asList("receipt", "event", "routing")) {
                assertThat(jdbc.queryForObject("select count(*) from " + table, Integer.class)).as(table).isEqualTo(EVENTS);
            }
            assertThat(jdbc.queryForObject("select count(*) from delivery where state = 'delivered'", Integer.class))
                    .isEqualTo(EVENTS * EventLoad.DESTINATIONS.size());
            assertThat(jdbc.queryForObject("select count(*) from attempt", Integer.class)).isEqualTo(EVENTS * EventLoad.DESTINATIONS.size());
        }
    }

    /** As the hub has it, or the test would measure something else. */
    private String url() throws Exception {
        Matcher url = Pattern.compile("url: (jdbc:h2:file:\\S+)").matcher(Files.readString(Path.of("src/main/resources/application.yaml")));
        assertThat(url.find()).isTrue();
        return url.group(1).replace("${hub.database.file}", folder.resolve("hub").toAbsolutePath().toString());
    }
}
