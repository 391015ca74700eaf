package com.versaai.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stands for the hub: takes what the contract takes and answers its examples, or what a test says. A request that the contract doesn't know is
 * answered 400, and so fails the command that sends it.
 */
final class ContractHub implements AutoCloseable {

    static final String KEY = "k-3f9c";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode contract;
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Map<String, String>, Said>> answers = new ConcurrentHashMap<>();

    /** An answer. */
    record Said(int status, String body) {
    }

    ContractHub() throws IOException {
        contract = YAML.readTree(Files.readString(Path.of("src/main/resources/openapi/hub.yaml")));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ContractHub answering(String operation, String body) {
        return answering(operation, query -> new Said(200, body));
    }

    ContractHub answering(String operation, Function<Map<String, String>, Said> answer) {
        answers.put(operation, answer);
        return this;
    }

    /** Method, path and query of everything that has come. */
    List<String> asked() {
        return asked;
    }

    List<JsonNode> bodies() {
        return bodies;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(exchange.getRequestMethod() + ' ' + exchange.getRequestURI());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Said said = KEY.equals(exchange.getRequestHeaders().getFirst("X-API-Key")) ? answer(exchange, path, body)
                : problem(401, "Send a valid API key in X-API-Key.");
        byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", said.status() < 300 ? "application/json" : "application/problem+json");
        if (said.status() == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "ApiKey");
        }
        if (said.status() / 100 == 3) {
            exchange.getResponseHeaders().set("Location", said.body());
        }
        exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Said problem(int status, String detail) {
        return new Said(status, JSON.createObjectNode().put("title", "No").put("status", status).put("detail", detail).toString());
    }

    private Said answer(HttpExchange exchange, String path, String body) throws IOException {
        String method = exchange.getRequestMethod().toLowerCase(java.util.Locale.ROOT);
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        for (Map.Entry<String, JsonNode> one : contract.path("paths").properties()) {
            String pattern = one.getKey().replaceAll("\\{[^}]*}", "[^/]+");
            if (path.matches(pattern) && one.getValue().has(method) && (one.getKey().contains("{") || one.getKey().equals(path))) {
                JsonNode operation = one.getValue().path(method);
                List<String> faults = faults(operation, query, exchange.getRequestHeaders().getFirst("Content-Type"), body);
                if (!faults.isEmpty()) {
                    return problem(400, "not in the contract: " + faults);
                }
                Function<Map<String, String>, Said> told = answers.get(operation.path("operationId").asText());
                return told != null ? told.apply(query) : example(operation);
            }
        }
        return problem(404, "The contract has no " + method + ' ' + path);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String one : raw == null ? new String[0] : raw.split("&")) {
            query.put(one.substring(0, one.indexOf('=')), URLDecoder.decode(one.substring(one.indexOf('=') + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private List<String> faults(JsonNode operation, Map<String, String> query, String type, String body) throws IOException {
        List<String> faults = new ArrayList<>();
        Map<String, JsonNode> known = new LinkedHashMap<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode whole = parameter.has("$ref") ? contract.at(parameter.path("$ref").asText().substring(1)) : parameter;
            if (whole.path("in").asText().equals("query")) {
                known.put(whole.path("name").asText(), whole.path("schema"));
            }
        });
        query.forEach((name, value) -> {
            if (!known.containsKey(name)) {
                faults.add("parameter " + name);
            } else if (!"integer".equals(known.get(name).path("type").asText())) {
                validate(known.get(name), JSON.getNodeFactory().textNode(value)).forEach(fault -> faults.add(name + ": " + fault));
            } else if (!value.matches("\\d+") || Integer.parseInt(value) > known.get(name).path("maximum").asInt()) {
                faults.add(name + ": " + value);
            }
        });
        JsonNode content = operation.path("requestBody").path("content");
        if (content.isMissingNode() && !body.isEmpty()) {
            faults.add("a body");
        } else if (!content.isMissingNode()) {
            JsonNode sent = JSON.readTree(body);
            bodies.add(sent);
            if (!content.has(String.valueOf(type))) {
                faults.add("type " + type);
            }
            validate(content.path(String.valueOf(type)).path("schema"), sent).forEach(fault -> faults.add(fault.getMessage()));
        }
        return faults;
    }

    private Set<ValidationMessage> validate(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", contract.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole).validate(value);
    }

    /** What the contract says a good answer looks like. */
    private static Said example(JsonNode operation) {
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            JsonNode example = response.getValue().path("content").path("application/json").path("example");
            if (response.getKey().startsWith("2") && !example.isMissingNode()) {
                return new Said(Integer.parseInt(response.getKey()), example.toString());
            }
        }
        throw new IllegalStateException(operation.path("operationId").asText() + " has no example; a test has to say what is answered");
    }

    /** Paths of what has come, without their queries. */
    List<String> paths() {
        return asked.stream().map(one -> one.replaceFirst("\\?.*", "")).collect(Collectors.toList());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
