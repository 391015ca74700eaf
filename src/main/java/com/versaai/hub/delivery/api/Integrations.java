package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.versaai.hub.delivery.attempt.Circuits;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.engine.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** How each destination is: circuit, queue, parked, dead. Also keeps the gauges. Bean {@code integrations}. */
class Integrations {

    private final Destinations destinations;
    private final MeterRegistry meters;
    private final Circuits circuits;
    private final Backlog backlog;
    private final JdbcTemplate jdbc;
    private final Map<String, Map<String, Long>> counts = new ConcurrentHashMap<>();
    private final Set<String> shown = new HashSet<>();
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();

    Integrations(Destinations destinations, Circuits circuits, Backlog backlog, JdbcTemplate jdbc, MeterRegistry meters) {
        this.destinations = destinations;
        this.meters = meters;
        this.circuits = circuits;
        this.backlog = backlog;
        this.jdbc = jdbc;
        gauges();
        destinations.onChange(this::gauges);
        for (String stage : List.of(DeadLetterBox.INBOX, DeadLetterBox.ROUTING)) {
            Gauge.builder("hub.dead.letters", () -> count(stage, DeliveryState.DEAD)).tag("destination", stage)
                    .description("Open dead letters").register(meters);
        }
    }

    /** One set for each destination there is; those of one that is gone go, but for what it left behind. */
    private synchronized void gauges() {
        destinations.all().keySet().stream().filter(shown::add).forEach(name -> {
            Gauge.builder("hub.delivery.backlog", () -> waiting.getOrDefault(name, 0L)).tag("destination", name)
                    .description("DeliveryQueries that wait in Kafka").register(meters);
            Gauge.builder("hub.delivery.parked.now", () -> count(name, DeliveryState.PARKED)).tag("destination", name)
                    .description("DeliveryQueries that wait for their next round").register(meters);
            Gauge.builder("hub.dead.letters", () -> count(name, DeliveryState.DEAD)).tag("destination", name)
                    .description("Open dead letters").register(meters);
            Gauge.builder("hub.integration.up", () -> circuits.state(name).equals("closed") ? 1 : 0).tag("integration", name)
                    .description("1 while the circuit is closed").register(meters);
        });
        shown.stream().filter(name -> !destinations.all().containsKey(name)).toList().forEach(name -> {
            shown.remove(name);
            for (String gauge : List.of("hub.delivery.backlog", "hub.delivery.parked.now", "hub.dead.letters", "hub.integration.up")) {
                Search.in(meters).name(gauge).tags(gauge.equals("hub.integration.up") ? "integration" : "destination", name).gauges().forEach(meters::remove);
            }
        });
    }

    /** The contract's Integration. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Integration(String destination, boolean enabled, List<String> missing, String circuit, long backlog, long parked, long deadLetters, LastError lastError) {
    }

    /** The last failed attempt. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastError(Instant at, Integer status, String code) {
    }

    /** Reads the numbers anew; called by a timer, so that scraping metrics asks neither Kafka nor the database. */
    public void refresh() {
        Map<String, Map<String, Long>> fresh = new HashMap<>();
        jdbc.query("select destination, state, count(*) from delivery where state in ('parked', 'dead') group by destination, state",
                row -> {
                    fresh.computeIfAbsent(row.getString(1), name -> new HashMap<>()).put(row.getString(2), row.getLong(3));
                });
        counts.keySet().retainAll(fresh.keySet());
        counts.putAll(fresh);
        destinations.all().keySet().forEach(name -> waiting.put(name, backlog.of("hub." + name + "-deliver", Topics.ofDestination(name))));
    }

    /** All destinations, as they are now. */
    public List<Integration> list() {
        refresh();
        return destinations.all().entrySet().stream().map(entry -> new Integration(entry.getKey(), entry.getValue().enabled(),
                entry.getValue().lacking().isEmpty() ? null : entry.getValue().lacking(), circuits.state(entry.getKey()).toUpperCase(java.util.Locale.ROOT), waiting.getOrDefault(entry.getKey(), 0L),
                count(entry.getKey(), DeliveryState.PARKED), count(entry.getKey(), DeliveryState.DEAD), lastError(entry.getKey()))).toList();
    }

    private long count(String destination, DeliveryState state) {
        return counts.getOrDefault(destination, Map.of()).getOrDefault(state.column(), 0L);
    }

    private LastError lastError(String destination) {
        return jdbc.query("""
                select updated_at, status, code from delivery where destination = ? and fault_class is not null
                order by updated_at desc limit 1""",
                (row, n) -> new LastError(DeliveryRepository.instant(row, 1), row.getObject(2, Integer.class), row.getString(3)), destination)
                .stream().findFirst().orElse(null);
    }
}
