package com.versaai.hub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Outside the sandbox: the console behind a login, keys of proper length, and the limit per caller. */
@SpringBootTest(classes = BorderApp.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = {
    "hub.api.keys[0].name=product", "hub.api.keys[0].key=0123456789abcdef0123456789abcdef",
    "hub.api.keys[1].name=reports", "hub.api.keys[1].key=fedcba9876543210fedcba9876543210",
    "hub.console.user=operator", "hub.gateway.rate.api.per-second=1", "hub.gateway.rate.api.burst=5",
    "hub.gateway.rate.webhooks.per-second=1", "hub.gateway.rate.webhooks.burst=3"})
@BorderApp.Properties
@AutoConfigureObservability(tracing = false)
@ActiveProfiles("live")
class LoginConsoleTest {

    private static final byte[] READ = "{\"type\":\"read\",\"mbean\":\"java.lang:type=Runtime\",\"attribute\":\"SpecName\"}".getBytes(UTF_8);
    private static final String BASIC = "Authorization: Basic " + Base64.getEncoder().encodeToString("operator:correct horse".getBytes(UTF_8));

    @LocalServerPort
    int port;
    @Autowired
    @Qualifier("slowBodies")
    SlowRequests bodies;
    private Wire wire;

    @DynamicPropertySource
    static void password(DynamicPropertyRegistry registry) {
        registry.add("hub.console.password-hash", () -> "{bcrypt}" + new BCryptPasswordEncoder(4).encode("correct horse"));
    }

    @BeforeEach
    void connect() {
        wire = new Wire(port);
    }

    @Test
    void loopbackAloneOpensNothing() throws IOException {
        for (String path : List.of("/hawtio/", "/jolokia/version", "/actuator/prometheus", "/sandbox/faults", "/catalog", "/catalog/data.json",
                "/catalog/flow.svg", "/catalog/flow.mmd", "/catalog/catalog.js")) {
            assertThat(wire.get(path, "").status()).as(path).isEqualTo(401);
            assertThat(wire.get(path, "").header("WWW-Authenticate")).contains("Basic");
            assertThat(wire.get(path, BASIC.replace("Basic b", "Basic c")).status()).as(path).isEqualTo(401);
        }
        Wire.Answer person = wire.get("/hawtio/", "Accept: text/html");
        assertThat(person.status()).isEqualTo(302);
        assertThat(person.header("Location")).endsWith("/login");
        assertThat(wire.get("/catalog", "Accept: text/html").header("Location")).endsWith("/login");
        assertThat(wire.get("/actuator/health", "").status()).isEqualTo(200);
        assertThat(wire.send("POST", "/jolokia", "", READ).status()).isIn(401, 403);
    }

    @Test
    void programsUseBasic() throws IOException {
        assertThat(wire.get("/actuator/prometheus", BASIC).text()).contains("jvm_memory_used_bytes");
        assertThat(wire.send("POST", "/jolokia", BASIC, READ).json().get("value").asText()).contains("Java");
        assertThat(wire.send("POST", "/jolokia", BASIC + "\nOrigin: https://evil.example", READ).status()).isEqualTo(403);
    }

    @Test
    void peopleLogInAndHawtioReadsJolokiaWithTheirToken() throws IOException {
        Wire.Answer form = wire.get("/login", "Accept: text/html");
        assertThat(form.status()).isEqualTo(200);
        String cookies = cookies(form);
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.text());
        assertThat(token.find()).isTrue();
        String fields = "username=operator&password=correct+horse&_csrf=" + URLEncoder.encode(token.group(1), UTF_8);
        Wire.Answer in = wire.send("POST", "/login", "Content-Type: application/x-www-form-urlencoded\nCookie: " + cookies, fields.getBytes(UTF_8));
        assertThat(in.status()).isEqualTo(302);
        assertThat(in.header("Location")).doesNotContain("error");
        String session = cookies(in);
        assertThat(in.header("Set-Cookie")).containsIgnoringCase("SameSite=Strict").contains("HttpOnly");

        Wire.Answer page = wire.get("/hawtio/", "Accept: text/html\nCookie: " + session);
        assertThat(page.text()).contains("<title>Hawtio</title>");
        String all = session + "; " + cookies(page);
        String xsrf = all.replaceAll(".*XSRF-TOKEN=([^;]+).*", "$1");
        assertThat(wire.send("POST", "/hawtio/jolokia", "Cookie: " + all + "\nX-XSRF-TOKEN: " + xsrf, READ).json().get("status").asInt()).isEqualTo(200);
        assertThat(wire.send("POST", "/hawtio/jolokia", "Cookie: " + all, READ).status()).isEqualTo(403);
        assertThat(wire.send("POST", "/jolokia", "Cookie: " + all + "\nX-XSRF-TOKEN: " + xsrf + "\nOrigin: https://evil.example", READ).status())
                .isEqualTo(403);
    }

    /** Bodies that are waited for go through all filters twice: nobody is let in, or counted, by the first round alone. */
    @Test
    void aSlowBodyIsAskedForKeyAndTokenLikeAnyOther() throws IOException {
        Wire.Answer form = wire.get("/login", "Accept: text/html");
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.text());
        assertThat(token.find()).isTrue();
        String login = "POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: " + cookies(form) + "\r\n";
        String fields = "username=operator&password=correct+horse&_csrf=";
        assertThat(slowly(login, fields + "wrong").status()).isEqualTo(403);
        Wire.Answer in = slowly(login, fields + URLEncoder.encode(token.group(1), UTF_8));
        assertThat(in.status()).isEqualTo(302);
        assertThat(in.header("Location")).doesNotContain("error");
        assertThat(slowly("POST /jolokia HTTP/1.1\r\nCookie: " + cookies(form) + "\r\n", new String(READ, UTF_8)).status()).isIn(401, 403);
    }

    private Wire.Answer slowly(String head, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Host: localhost:" + port + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n")
                    .getBytes(UTF_8));
            await().atMost(Duration.ofSeconds(10)).until(() -> bodies.count() > 0);
            socket.getOutputStream().write(body.getBytes(UTF_8));
            return Wire.parse(socket.getInputStream());
        }
    }

    @Test
    void eachCallerHasItsOwnAllowance() throws IOException {
        int refused = 0;
        Wire.Answer last = null;
        for (int i = 0; i < 12; i++) {
            Wire.Answer answer = wire.get("/api/unlisted", "X-API-Key: 0123456789abcdef0123456789abcdef");
            refused += answer.status() == 429 ? 1 : 0;
            last = answer.status() == 429 ? answer : last;
        }
        assertThat(refused).isBetween(4, 7);
        assertThat(last.header("Retry-After")).isEqualTo("1");
        assertThat(last.json().get("type").asText()).endsWith("/rate-limited");
        assertThat(wire.get("/api/unlisted", "X-API-Key: fedcba9876543210fedcba9876543210").status()).isEqualTo(200);
        int webhooks = 0;
        for (int i = 0; i < 8; i++) {
            webhooks += wire.send("POST", "/webhooks/echo", "", "x".getBytes(UTF_8)).status() == 429 ? 1 : 0;
        }
        assertThat(webhooks).isBetween(2, 5);
        assertThat(wire.get("/api/unlisted", "X-API-Key: sandbox-api-key").status()).isEqualTo(401);
    }

    private static String cookies(Wire.Answer answer) {
        StringBuilder cookies = new StringBuilder();
        Matcher pair = Pattern.compile("(?:^|, )((?:XSRF-TOKEN|JSESSIONID)=[^;,]+)").matcher(String.valueOf(answer.header("Set-Cookie")));
        while (pair.find()) {
            cookies.append(cookies.isEmpty() ? "" : "; ").append(pair.group(1));
        }
        return cookies.toString();
    }
}
