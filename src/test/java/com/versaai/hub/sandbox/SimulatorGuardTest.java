package com.versaai.hub.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page, another machine, or a stub from somewhere can make the simulators' port do: nothing. */
class SimulatorGuardTest {

    private static final String STUB = "{\"request\":{\"urlPath\":\"/mine\"},\"response\":%s%s}";

    private final Simulators simulators = new Simulators(0);

    @BeforeEach
    void start() {
        simulators.start();
    }

    @AfterEach
    void stop() {
        simulators.close();
    }

    private String send(String method, String path, String headers, String body) throws IOException {
        boolean named = headers.lines().anyMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5));
        StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nConnection: close\r\n");
        headers.lines().filter(line -> !line.isBlank()).forEach(line -> head.append(line.replace("%d", "" + simulators.port())).append("\r\n"));
        return raw(head + (named ? "" : "Host: localhost:" + simulators.port() + "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", simulators.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    private int stub(String response, String more) throws IOException {
        return status(send("POST", "/__admin/mappings", "Content-Type: application/json", STUB.formatted(response, more)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: evil.example:%d", "Host: localhost.evil.example:%d", "Host: 127.0.0.1.nip.io:%d", "Host: 127.1:%d", "Host: localhost.:%d",
        "Host: user@localhost:%d", "Host: localhost:%d\nX-Forwarded-For: 127.0.0.1", "Host: localhost:%d\nForwarded: for=127.0.0.1",
        "Host: localhost:%d\nVia: 1.1 tunnel", "Origin: https://evil.example", "Origin: null", "Origin: http://localhost:8080", "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"})
    void neitherPagesNorOtherNamesGetIn(String headers) throws IOException {
        for (String door : List.of("/__admin/mappings", "/__admin/requests", "/__admin", "/__admin/", "/__admin/shutdown", "/__admin/docs", "/__admin/swagger-ui/",
                "/__admin/recorder", "/__admin/files", "/__admin/health", "/slack/api/chat.postMessage", "/groq/openai/v1/models", "/", "/nowhere", "/__files/x")) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")) {
                String answer = send(method, door, headers + "\nContent-Type: application/json", "{}");
                assertThat(status(answer)).as(method + " " + door + " " + headers).isIn(400, 403);
                assertThat(answer).doesNotContainIgnoringCase("Access-Control-");
            }
        }
        assertThat(simulators.wireMock().getAllServeEvents()).as("nothing arrived at a provider").isEmpty();
    }

    @Test
    void whoAddressesNobodyOrSomebodyElseIsRefused() throws IOException {
        assertThat(status(raw("GET /__admin/requests HTTP/1.0\r\n\r\n"))).isIn(400, 403);
        assertThat(status(raw("GET /__admin/requests HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))).isIn(400, 403);
        assertThat(status(raw("GET http://evil.example/x HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))).isEqualTo(403);
        assertThat(status(raw("GET http://evil.example/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))).isIn(400, 403);
        assertThat(status(raw("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n"))).isIn(400, 403, 405);
    }

    @Test
    void noSiteIsInvited() throws IOException {
        String answer = send("GET", "/__admin/mappings", "Origin: http://localhost:%d\nSec-Fetch-Site: same-origin", "");
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer).doesNotContainIgnoringCase("Access-Control-");
        assertThat(send("OPTIONS", "/__admin/mappings", "Origin: http://localhost:%d\nAccess-Control-Request-Method: POST", ""))
                .doesNotContainIgnoringCase("Access-Control-").contains(" 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded", "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: application/json-patch+json", "Content-Type: text/json", "Content-Type: text/plain; application/json"})
    void theAdminApiTakesJsonOnly(String type) throws IOException {
        String stub = STUB.formatted("{\"status\":202}", "");
        assertThat(status(send("POST", "/__admin/mappings", type, stub))).isEqualTo(415);
        assertThat(status(send("POST", "/__admin/requests/find", type, "{}"))).isEqualTo(415);
        assertThat(status(send("POST", "/__admin/mappings", "Content-Type: application/json; charset=utf-8", stub))).isEqualTo(201);
        assertThat(status(send("POST", "/__admin/reset", "", ""))).as("no body, no type").isEqualTo(200);
    }

    @Test
    void whatTestsAndPeopleUseIsThere() throws IOException {
        String made = send("POST", "/__admin/mappings", "Content-Type: application/json", STUB.formatted("{\"status\":202}", ""));
        String id = made.replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        assertThat(status(send("POST", "/mine", "", ""))).isEqualTo(202);
        assertThat(send("GET", "/__admin/requests", "", "")).contains("/mine");
        assertThat(send("GET", "/__admin/mappings/" + id, "", "")).contains("/mine");
        assertThat(send("POST", "/__admin/requests/count", "Content-Type: application/json", "{\"urlPath\":\"/mine\"}")).contains("\"count\" : 1");
        assertThat(send("POST", "/__admin/requests/find", "Content-Type: application/json", "{\"urlPath\":\"/mine\"}")).contains("/mine");
        assertThat(status(send("PUT", "/__admin/mappings/" + id, "Content-Type: application/json", STUB.formatted("{\"status\":203}", "")))).isEqualTo(200);
        assertThat(status(send("GET", "/mine", "", ""))).isEqualTo(203);
        assertThat(status(send("DELETE", "/__admin/mappings/" + id, "", ""))).isEqualTo(200);
        for (String path : List.of("/__admin/health", "/__admin/version", "/__admin/mappings", "/__admin/requests/unmatched")) {
            assertThat(status(send("GET", path, "", ""))).as(path).isEqualTo(200);
        }
        assertThat(status(send("DELETE", "/__admin/requests", "", ""))).isEqualTo(200);
        assertThat(status(send("POST", "/__admin/mappings/reset", "", ""))).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"POST,/shutdown", "POST,/recordings/start", "POST,/recordings/stop", "POST,/recordings/snapshot", "GET,/recordings/status", "GET,/recorder",
        "GET,/recorder/index.html", "POST,/mappings/save", "POST,/mappings/import", "POST,/mappings/edit", "POST,/mappings/new", "POST,/mappings/remove",
        "POST,/mappings/find-by-metadata", "POST,/mappings/remove-by-metadata", "POST,/settings", "PUT,/settings", "PATCH,/settings/extended", "GET,/settings",
        "GET,/files", "GET,/files/x", "PUT,/files/x", "PUT,/files/../x", "PUT,/files/%2e%2e/x", "DELETE,/files/x", "GET,/docs", "GET,/docs/swagger", "GET,/swagger-ui/",
        "GET,/certs/wiremock-ca.crt", "GET,/scenarios", "PUT,/scenarios/x/state", "POST,/requests/remove", "POST,/near-misses/request", "GET,/webapp", "GET,/",
        "GET,''", "TRACE,/mappings", "PROPFIND,/mappings", "POST,/mappings/../shutdown", "POST,/mappings/%2e%2e/shutdown", "POST,/shutdown;/../mappings",
        "POST,/mappings;x", "POST,//mappings", "POST,/%6dappings"})
    void theRestOfTheAdminApiIsClosed(String method, String path) throws IOException {
        String answer = send(method, "/__admin" + path, "Content-Type: application/json", "{\"targetBaseUrl\":\"http://127.0.0.1:1\"}");
        assertThat(status(answer)).as(answer).isIn(400, 404, 405);
        assertThat(status(send("GET", "/__admin/health", "", ""))).as("still there").isEqualTo(200);
        assertThat(Path.of("data/sandbox/__files/x")).doesNotExist();
    }

    @Test
    void nothingIsCalledForAStub() throws Exception {
        try (ServerSocket victim = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://localhost:" + victim.getLocalPort();
            assertThat(stub("{\"proxyBaseUrl\":\"" + url + "\"}", "")).isEqualTo(422);
            String webhook = "{\"name\":\"webhook\",\"parameters\":{\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":\"x\"}}";
            assertThat(stub("{\"status\":202}", ",\"serveEventListeners\":[" + webhook + "]")).isEqualTo(422);
            assertThat(stub("{\"status\":202}", ",\"postServeActions\":[" + webhook + "]")).isEqualTo(422);
            assertThat(stub("{\"status\":202}", ",\"postServeActions\":{\"webhook\":{\"method\":\"POST\",\"url\":\"" + url + "\"}}")).isEqualTo(422);
            assertThat(status(send("GET", "/mine", "", ""))).as("none was taken").isEqualTo(404);
            assertThat(stub("{\"status\":202}", "")).isEqualTo(201);
            String id = simulators.wireMock().getStubMappings().stream().filter(stub -> "/mine".equals(stub.getRequest().getUrlPath())).findFirst().orElseThrow()
                    .getId().toString();
            assertThat(status(send("PUT", "/__admin/mappings/" + id, "Content-Type: application/json", STUB.formatted("{\"proxyBaseUrl\":\"" + url + "\"}", ""))))
                    .isEqualTo(422);
            assertThat(status(send("GET", "/mine", "", ""))).isEqualTo(202);

            // Behind the rules stands a client that calls nobody, for what the rules don't see.
            assertThatThrownBy(() -> simulators.wireMock().getOptions().httpClientFactory()
                    .buildHttpClient(simulators.wireMock().getOptions(), true, List.of(), true).execute(null)).isInstanceOf(IOException.class);
            victim.setSoTimeout(1);
            assertThatThrownBy(victim::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void noTemplateIsEvaluated() throws IOException {
        String template = "{\"status\":200,\"body\":\"{{systemValue type='ENVIRONMENT' key='PATH'}} {{request.path}}\"";
        assertThat(stub(template + ",\"transformers\":[\"response-template\"]}", "")).isEqualTo(422);
        assertThat(stub(template + "}", "")).isEqualTo(201);
        assertThat(send("GET", "/mine", "", "")).contains("{{request.path}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "../../../pom.xml", "/etc/hostname", "%2e%2e/secret.txt", "x/../../secret.txt"})
    void noFileOutsideIsRead(String name) throws IOException {
        Path secret = Path.of("data/sandbox/secret.txt");
        Files.createDirectories(Path.of("data/sandbox/__files"));
        Files.writeString(secret, "top secret");
        try {
            assertThat(stub("{\"status\":200,\"bodyFileName\":\"" + name + "\"}", "")).isEqualTo(201);
            assertThat(send("GET", "/mine", "", "")).doesNotContain("top secret", "<project", "\n" + InetAddress.getLocalHost().getHostName() + "\n");
            assertThat(send("GET", "/" + name, "", "")).doesNotContain("top secret", "<project");
        } finally {
            Files.delete(secret);
        }
    }

    @Test
    void noStubIsWrittenToDisk() throws IOException {
        Path mappings = Path.of("data/sandbox/mappings");
        assertThat(stub("{\"status\":202}", ",\"persistent\":true,\"name\":\"kept\"")).isEqualTo(201);
        assertThat(Files.isDirectory(mappings) ? Files.list(mappings).map(Path::toString).toList() : List.of()).noneMatch(file -> file.contains("kept"));
    }

    @Test
    void javaTestsMayStillTeachIt() throws IOException {
        simulators.wireMock().stubFor(WireMock.get("/mine").willReturn(WireMock.ok("taught")));
        assertThat(send("GET", "/mine", "", "")).endsWith("taught");
        assertThatThrownBy(() -> simulators.wireMock().stubFor(WireMock.get("/mine").willReturn(WireMock.aResponse().proxiedFrom("http://127.0.0.1:1"))))
                .hasMessageContaining("proxyBaseUrl");
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        for (String address : List.of("0.0.0.0", "::", "10.0.0.1", "", " ")) {
            assertThatThrownBy(() -> new SimulatorSettings(0, address, 1, 1, Map.of())).isInstanceOf(IllegalArgumentException.class);
        }
        for (NetworkInterface nic : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(nic.getInetAddresses())) {
                if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                    assertThatThrownBy(() -> new Socket(address, simulators.port())).as(address.toString()).isInstanceOf(ConnectException.class);
                }
            }
        }
        assertThat(Map.of("status", status(send("GET", "/__admin/health", "Host: [::1]:%d", "")))).containsEntry("status", 200);
    }
}
