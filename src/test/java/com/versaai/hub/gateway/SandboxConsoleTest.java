package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hawt.jmx.RBACRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.management.ObjectName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in the sandbox: open to this machine, closed to other machines, other names and other web pages. */
class SandboxConsoleTest extends BorderCase {

    private static final byte[] READ = "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SpecName\"}".getBytes(UTF_8);
    private static final byte[] EXEC = "{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"}".getBytes(UTF_8);

    @Test
    void hawtioServesItsPageAndScripts() throws IOException {
        Wire.Answer bare = wire.get("/hawtio", "Accept: text/html");
        assertThat(bare.status()).isEqualTo(302);
        Wire.Answer page = wire.get("/hawtio/", "Accept: text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("<title>Hawtio</title>", "<base href=\"/hawtio/\"");
        String script = page.text().replaceAll("(?s).*src=\"(/hawtio/static/js/main[^\"]*)\".*", "$1");
        assertThat(wire.get(script, "").status()).isEqualTo(200);
        assertThat(wire.get("/hawtio/jmx", "Accept: text/html").text()).contains("<title>Hawtio</title>");
        assertThat(wire.get("/hawtio/plugin", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jolokia", "/jolokia/", "/hawtio/jolokia"})
    void jolokiaReadsAndExecutesByPost(String path) throws IOException {
        Wire.Answer read = wire.send("POST", path, "Content-Type: text/json", READ);
        assertThat(read.status()).as(read.text()).isEqualTo(200);
        assertThat(read.json().get("value").asText()).contains("Java");
        assertThat(wire.send("POST", path, "Origin: http://localhost:" + port + "\nSec-Fetch-Site: same-origin", EXEC).json().get("status").asInt())
                .isEqualTo(200);
    }

    @Test
    void jolokiaListsTheHubsRoutes() throws IOException {
        Wire.Answer list = wire.get("/jolokia/list/org.apache.camel?maxDepth=3", "");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.text()).contains("type=routes");
    }

    /** Jolokia's proxy is not there (pom.xml): a request for another machine is answered about this one, and nobody is called. */
    @ParameterizedTest
    @ValueSource(strings = {"service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/x", "service:jmx:rmi:///jndi/ldap://127.0.0.1:%d/x",
        "service:jmx:rmi://127.0.0.1:%d/stub/rO0ABQ"})
    void jolokiaNeverCallsOtherMachines(String url) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            other.setSoTimeout(500);
            for (String what : List.of("\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SpecName\"",
                    "\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"", "\"type\":\"list\"")) {
                wire.send("POST", "/jolokia", "", ("{" + what + ",\"target\":{\"url\":\"" + url.formatted(other.getLocalPort()) + "\"}}").getBytes(UTF_8));
            }
            wire.get("/hawtio/proxy/127.0.0.1:" + other.getLocalPort() + "/jolokia", "");
            assertThatThrownBy(other::accept).as("nobody is called").isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(wire.get("/hawtio/proxy/127.0.0.1:1/jolokia", "").status()).isEqualTo(403);
        assertThat(getClass().getClassLoader().getResource("org/jolokia/service/jsr160/Jsr160RequestHandler.class")).isNull();
    }

    /** One MBean for all contexts of the JVM: the first that Spring's cache of contexts closes takes it away. */
    @BeforeEach
    void hawtiosOwnIsThere() throws Exception {
        if (!ManagementFactory.getPlatformMBeanServer().isRegistered(new ObjectName("hawtio:type=security,name=RBACRegistry"))) {
            new RBACRegistry().init();
        }
    }

    /** What Hawtio's page asks when it is opened and when the Camel tab is, all in one request as it does. */
    @Test
    void jolokiaAnswersWhatHawtiosPageAsks() throws IOException {
        byte[] asked = """
                [{"type":"exec","mbean":"hawtio:type=security,name=RBACRegistry","operation":"list()"},
                 {"type":"list","config":{"maxDepth":9,"ignoreErrors":true,"canonicalNaming":false}},
                 {"type":"search","mbean":"org.apache.camel:context=*,type=routes,name=*"},
                 {"type":"read","mbean":"org.apache.camel:context=*,type=routes,name=*","attribute":["RouteId","State"]},
                 {"type":"version"}]""".getBytes(UTF_8);
        JsonNode answers = wire.send("POST", "/hawtio/jolokia", "Content-Type: text/json", asked).json();
        assertThat(answers).hasSize(5).allSatisfy(answer -> assertThat(answer.get("status").asInt()).as(answer.toString()).isEqualTo(200));
        assertThat(answers.get(2).get("value")).isNotEmpty();
        // Of other contexts in this JVM too, whose routes may have stopped.
        assertThat(answers.get(3).get("value").findValuesAsText("State")).contains("Started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull", "sse"})
    void jolokiaPushesNothing(String mode) throws IOException {
        byte[] register = ("{\"type\":\"notification\",\"command\":\"register\",\"mode\":\"" + mode + "\"}").getBytes(UTF_8);
        JsonNode answer = wire.send("POST", "/jolokia", "", register).json();
        assertThat(answer.path("value").path("backend").path(mode).isMissingNode()).as(answer.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jolokia/exec/java.lang:type=Memory/gc", "/jolokia/write/java.lang:type=Memory/Verbose/true",
        "/hawtio/jolokia/exec/java.lang:type=Memory/gc", "/jolokia?p=exec/java.lang:type=Memory/gc", "/jolokia/?p=/exec/java.lang:type=Memory/gc",
        "/jolokia/notification/register"})
    void jolokiaChangesNothingByGet(String path) throws IOException {
        assertThat(wire.get(path, "").status()).isEqualTo(405);
        assertThat(wire.get(path.replace("jolokia", "%6Aolokia"), "").status()).isIn(400, 405);
    }

    @Test
    void otherNamesMachinesAndTunnelsStayOut() throws IOException {
        for (String headers : List.of("Host: evil.example:" + port, "Host: localhost.evil.example", "Host: 127.0.0.1.nip.io",
                "Host: localhost\nX-Forwarded-For: 127.0.0.1", "Host: localhost\nForwarded: for=127.0.0.1")) {
            for (String path : List.of("/hawtio/", "/jolokia/version", "/actuator/prometheus", "/sandbox/faults", "/actuator/loggers",
                    "/catalog", "/catalog/data.json")) {
                Wire.Answer answer = wire.get(path, headers);
                assertThat(answer.status()).as(path + " " + headers).isEqualTo(403);
                assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            }
            assertThat(wire.send("POST", "/jolokia", headers, EXEC).status()).isEqualTo(403);
        }
        assertThat(wire.get("/jolokia/version", "Host: [::1]:" + port).status()).isEqualTo(200);
        assertThat(wire.get("/jolokia/version", "Host: LOCALHOST").status()).isEqualTo(200);
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        Optional<InetAddress> outside = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(nic -> Collections.list(nic.getInetAddresses()).stream())
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()).findFirst();
        Assumptions.assumeTrue(outside.isPresent(), "needs a second address");
        assertThatThrownBy(() -> new java.net.Socket(outside.get(), port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void otherPagesInTheBrowserStayOut() throws IOException {
        for (String headers : List.of("Origin: https://evil.example", "Origin: null", "Origin: http://localhost:1",
                "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document")) {
            assertThat(wire.send("POST", "/jolokia", headers + "\nContent-Type: text/plain", EXEC).status()).as(headers).isEqualTo(403);
            assertThat(wire.get("/jolokia/read/java.lang:type=Runtime", headers).status()).as(headers).isEqualTo(403);
            assertThat(wire.send("POST", "/sandbox/send/stripe/invoice.paid", headers, new byte[0]).status()).as(headers).isEqualTo(403);
        }
        assertThat(wire.get("/catalog/data.json", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: cors\nSec-Fetch-Dest: empty").status()).isEqualTo(403);
        assertThat(wire.get("/hawtio/", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document").status()).isEqualTo(200);
        assertThat(wire.get("/hawtio/", "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe").status()).isEqualTo(403);
    }

    @Test
    void actuatorAnswersWhatIsNeeded() throws IOException {
        Wire.Answer own = wire.get("/actuator/health", "");
        assertThat(own.status()).as(own.text()).isEqualTo(200);
        assertThat(wire.get("/actuator/prometheus", "").text()).contains("jvm_memory_used_bytes");
        assertThat(wire.get("/actuator/env", "").status()).isEqualTo(404);
        assertThat(wire.get("/actuator/heapdump", "").status()).isEqualTo(404);
        assertThat(wire.get("/actuator", "").status()).isEqualTo(404);
    }

    @Test
    void contractAndItsPagesAreOpen() throws IOException {
        Wire.Answer contract = wire.get("/openapi.yaml", "");
        assertThat(contract.status()).isEqualTo(200);
        assertThat(contract.header("Content-Type")).startsWith("application/yaml");
        assertThat(contract.text()).startsWith("openapi: 3");
        assertThat(wire.get("/", "").header("Location")).endsWith("/docs/");
        Wire.Answer page = wire.get("/docs/", "Accept: text/html");
        assertThat(page.text()).contains("swagger-ui-bundle.js").doesNotContain("http://", "https://");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        for (String file : List.of("swagger-ui-bundle.js", "swagger-ui.css", "hub.js", "favicon-32x32.png")) {
            assertThat(wire.get("/docs/" + file, "").status()).as(file).isEqualTo(200);
        }
        assertThat(wire.get("/docs/hub.js", "").text()).contains("/openapi.yaml");
        assertThat(wire.get("/docs/../application.yaml", "").status()).isEqualTo(400);
    }
}
