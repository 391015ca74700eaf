package com.versaai.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.versaai.hub.support.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The hub's door for events as it is while the hub starts: the first request is told to come back, all others reach the hub. */
final class BusyDoor implements AutoCloseable {

    /** What it says in Retry-After: longer than anybody would wait unasked after a first try. */
    static final Duration LATER = Duration.ofSeconds(3);

    private final Hub hub;
    private final HttpServer server;
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    BusyDoor(Hub hub) throws IOException {
        this.hub = hub;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/events", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** How long after the request before it each one came. */
    List<Duration> waits() {
        List<Long> all = List.copyOf(arrivals);
        return java.util.stream.IntStream.range(0, all.size()).mapToObj(i -> Duration.ofNanos(i == 0 ? 0 : all.get(i) - all.get(i - 1))).toList();
    }

    String said() {
        return String.join("\n", answers);
    }

    private void answer(HttpExchange exchange) throws IOException {
        arrivals.add(System.nanoTime());
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 503;
        String said = "{\"type\":\"https://hub.versaai.example/problems/unavailable\",\"title\":\"Unavailable\",\"status\":503}";
        if (arrivals.size() == 1) {
            exchange.getResponseHeaders().set("Retry-After", Long.toString(LATER.toSeconds()));
        } else {
            Hub.Answer answer = hub.callAs(exchange.getRequestHeaders().getFirst("X-API-Key"), "POST", "/api/v1/events", body,
                    Map.of("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type")));
            status = answer.status();
            said = answer.body();
        }
        answers.add(status + " " + said);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
