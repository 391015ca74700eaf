package com.versaai.hub.ai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A second OpenAI-compatible provider that does what a test says. */
public final class Upstream {

    /** What it does with a call. */
    interface Script {
        void answer(HttpExchange call) throws IOException, InterruptedException;
    }

    static final Upstream OTHER = new Upstream();

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private volatile Script script;

    private Upstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "upstream");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
        reset();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** Down, and knows of nothing. */
    void reset() {
        requests.clear();
        keys.clear();
        ports.clear();
        does(call -> send(call, 503, "application/json", "{\"error\":{\"message\":\"down\",\"type\":\"server_error\"}}"));
    }

    void does(Script what) {
        script = what;
    }

    List<String> requests() {
        return requests;
    }

    List<String> keys() {
        return keys;
    }

    /** Where its callers called from: the same for two calls over one connection. */
    List<Integer> ports() {
        return ports;
    }

    private void take(HttpExchange call) throws IOException {
        requests.add(new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        keys.add(call.getRequestHeaders().getFirst("Authorization"));
        ports.add(call.getRemoteAddress().getPort());
        try (call) {
            script.answer(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void send(HttpExchange call, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", type);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }

    /** Begins a stream. */
    static void begin(HttpExchange call, String events) throws IOException {
        call.getResponseHeaders().set("Content-Type", "text/event-stream");
        call.sendResponseHeaders(200, 0);
        write(call, events);
    }

    static void write(HttpExchange call, String events) throws IOException {
        call.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        call.getResponseBody().flush();
    }

    /** A whole answer. */
    public static String completion(String text) {
        return "{\"id\":\"chatcmpl-9\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"other-model\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}}";
    }

    /** An event of a stream. */
    public static String token(String text) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"other-model\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}\n\n";
    }
}
