package com.versaai.hub.gateway;

import static com.versaai.hub.gateway.Wire.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.gateway.ContractScopes.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the contract, with every key that has one scope alone: who may use it, and whether another spelling opens it. */
class BorderScopesTest extends BorderCase {

    private static final String EVERYTHING = "sandbox-api-key";
    private static final String NOTHING = keyOf("");

    static Stream<Operation> operations() {
        return ContractScopes.read().all().stream().filter(one -> !one.id().startsWith("receiveWebhook"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void isOpenToItsScopeAndToNoOther(Operation operation) throws IOException {
        List<String> labels = new ArrayList<>(Scope.labels());
        labels.add("");
        for (String label : labels) {
            Wire.Answer answer = send(operation.method(), path(operation), keyOf(label));
            if (label.equals(operation.scope().label())) {
                assertThat(reached(answer, operation)).as(label + " " + answer.text()).isTrue();
            } else {
                assertThat(answer.status()).as(label).isEqualTo(403);
                assertThat(answer.text()).contains("lacks the scope " + operation.scope().label()).doesNotContain(BorderApp.REACHED);
            }
        }
        assertThat(send(operation.method(), path(operation), "unknown").status()).isEqualTo(401);
    }

    /** One who may do nothing gets nowhere, and one who may do everything gets nowhere else. */
    @ParameterizedTest
    @MethodSource("operations")
    void noOtherSpellingOpensIt(Operation operation) throws IOException {
        for (String path : spellings(path(operation))) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", operation.method().toLowerCase(Locale.ROOT), "FOO")) {
                Wire.Answer refused = send(method, path, NOTHING);
                assertThat(refused.status()).as(method + ' ' + path).isBetween(400, 501);
                assertThat(refused.text()).as(method + ' ' + path).doesNotContain(BorderApp.REACHED, "\"caller\"");
                Wire.Answer other = send(method, path, keyOf(Scope.ROUTES_READ.label()));
                if (operation.scope() != Scope.ROUTES_READ) {
                    assertThat(other.status()).as(method + ' ' + path).isGreaterThanOrEqualTo(400);
                }
            }
        }
    }

    private static List<String> spellings(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String parent = path.substring(0, path.length() - last.length());
        String encoded = String.format("%%%02X", (int) last.charAt(0)) + last.substring(1);
        return List.of(path, path + '/', path + "//", path + ";a=b", parent + ";a=b/" + last, parent + encoded, parent + "./" + last, parent + "x/../" + last,
                parent + "%2e/" + last, parent + "x%2f..%2f" + last, '/' + path, path.toUpperCase(Locale.ROOT), path + "%00", path + "%0a", path + ".json", path + "%20",
                parent.substring(0, parent.length() - 1) + "%2F" + last, parent + "%25" + encoded.substring(1), path + "?x=y", path + '\\');
    }

    @Test
    void aRouteThatNoOperationDescribesIsNotReached() throws IOException {
        assertProblem(wire.get("/api/unlisted", "X-API-Key: " + EVERYTHING), 404, "not-found");
        assertProblem(wire.get("/api/v1/nothing", "X-API-Key: " + EVERYTHING), 404, "not-found");
        Wire.Answer method = wire.send("DELETE", "/api/v1/dead-letters", "X-API-Key: " + NOTHING, null);
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).isEqualTo("GET, POST");
    }

    /** The body is announced and never sent: whoever waited for it would not answer. */
    @Test
    void isDecidedBeforeTheBodyIsRead() throws IOException {
        String head = "POST /api/v1/routes/try HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: " + NOTHING
                + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";

        Wire.Answer answer = wire.raw(head.getBytes(UTF_8), false);

        assertProblem(answer, 403, "forbidden");
        assertThat(answer.json().path("scope").asText()).isEqualTo("routes:code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override: POST", "X-HTTP-Method: POST", "X-Original-URL: /api/v1/routes/try", "X-Rewrite-URL: /api/v1/routes/try"})
    void noHeaderChangesWhatIsAskedFor(String header) throws IOException {
        Wire.Answer answer = wire.get("/api/v1/catalog", header + "\nX-API-Key: " + keyOf("routes:read"));

        assertThat(answer.text()).isEqualTo(BorderApp.REACHED + "getCatalog");
    }

    @Test
    void aRouteKnowsWhatItsCallerMay() throws IOException {
        assertThat(wire.get("/api/v1/deliveries", "X-API-Key: " + keyOf("deliveries:read")).json().path("scopes").toString()).isEqualTo("[\"deliveries:read\"]");
        assertThat(wire.send("POST", "/webhooks/echo", "X-API-Key: " + EVERYTHING, new byte[0]).json().path("scopes")).isEmpty();
    }

    private static boolean reached(Wire.Answer answer, Operation operation) {
        // An event that is none is refused behind the door.
        return answer.text().equals(BorderApp.REACHED + operation.id()) || answer.text().contains("\"caller\":\"only ")
                || operation.id().equals("publishEvents") && answer.status() == 415;
    }

    private static String path(Operation operation) {
        return String.join("/", operation.path()).replaceAll("\\{[^}]*}", "x1");
    }

    private Wire.Answer send(String method, String path, String key) throws IOException {
        return wire.send(method, path, "X-API-Key: " + key, method.equals("GET") || method.equals("HEAD") ? null : "{}".getBytes(UTF_8));
    }
}
