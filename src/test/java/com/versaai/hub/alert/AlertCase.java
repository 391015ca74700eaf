package com.versaai.hub.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.versaai.hub.alert.AlertLedger.Due;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.event.Event;
import com.versaai.hub.support.HandClock;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tables of alerts, a clock that is set by hand, and any number of nodes. */
abstract class AlertCase {

    static final Duration WINDOW = Duration.ofMinutes(5);

    final HandClock clock = new HandClock();
    final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    HikariDataSource database;
    JdbcTemplate jdbc;
    GroupCommit commits;
    AlertGroups groups;
    int events;

    abstract HikariDataSource emptyDatabase(int connections);

    @BeforeEach
    void migrate() {
        database = emptyDatabase(8);
        jdbc = new JdbcTemplate(database);
        commits = new GroupCommit(database);
        groups = node(10, 100);
    }

    @AfterEach
    void close() throws InterruptedException {
        commits.close();
        database.close();
    }

    AlertGroups node(int codes, int most) {
        return new AlertGroups(new AlertSettings(WINDOW, codes, most), new AlertLedger(database), new AlertLinks("https://hub.example.test/"), null, json,
                clock.watch(), new SimpleMeterRegistry());
    }

    List<JsonNode> told() {
        return told(groups);
    }

    /** What a node says now, and strikes off. */
    List<JsonNode> told(AlertGroups node) {
        List<JsonNode> all = new ArrayList<>();
        for (List<Due> due = node.due(); !due.isEmpty(); due = node.due()) {
            due.forEach(alert -> all.add(read(alert.content()).path("data")));
            due.forEach(node::told);
        }
        return all;
    }

    JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> kinds(List<JsonNode> alerts) {
        return alerts.stream().map(alert -> alert.path("kind").asText()).collect(Collectors.toList());
    }

    void fail(String service, String faultClass, String code, int times) {
        List<GroupCommit.Write> writes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            events++;
            writes.add(AlertNotices.write(Notice.of(failed("event-" + events, service, faultClass, code), clock.instant())));
        }
        commits.commit(writes);
    }

    Event failed(String id, String service, String faultClass, String code) {
        return new Event("1.0", id, "/hub", "integration.failed", service, clock.instant(), "application/json",
                Map.of("service", service, "class", faultClass, "error", code, "deliveryId", id + '/' + service + "/lead", "attempts", 3), id, id, "1.0", null, null, null);
    }

    void health(String service, String type, String status) {
        note(Event.own(type, service, clock.instant(), Map.of("service", service, "status", status, "error", status)));
    }

    Event health(String type, String status) {
        return Event.own(type, "amplitude", clock.instant(), Map.of("service", "amplitude", "status", status));
    }

    void note(Event event) {
        commits.commit(List.of(AlertNotices.write(Notice.of(event, clock.instant()))));
    }

    int rows(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Integer.class);
    }
}
