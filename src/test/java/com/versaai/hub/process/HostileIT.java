package com.versaai.hub.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * bench/hostile, with fewer requests, against the packaged hub: in the sandbox and outside. And the log of a hub whose root level is
 * TRACE, which is to hold no secret.
 */
@Timeout(300)
class HostileIT {

    private static final Path CLASSES = Path.of("target", "hostile-it");
    private static final String KEY = "it-key-0123456789abcdef0123456789";
    private static final String PASSWORD = "it-password-of-the-console";
    private static final String WEBHOOKS = "it-webhook-signing-0123456789";

    @BeforeAll
    static void compile() throws IOException {
        Files.createDirectories(CLASSES);
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", CLASSES.toString()));
        try (Stream<Path> sources = Files.list(Path.of("bench", "hostile"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))).isZero();
    }

    @Test
    void theSandboxOwesNothingToTheWorstSender() throws Exception {
        try (HubProcess hub = HubProcess.install("hostile-sandbox", "--hub.sandbox.simulators.port=" + HubProcess.freePort())) {
            hub.start().awaitReady();
            assertThat(attack(hub.port(), hub.log(), "sandbox-api-key", "whsec_sandbox", "", 3_000)).contains("No finding.");
        }
    }

    @Test
    void outsideItNeither() throws Exception {
        try (HubProcess hub = live("hostile-live")) {
            hub.start().awaitReady();
            assertThat(attack(hub.port(), hub.log(), KEY, WEBHOOKS, "operator:" + PASSWORD, 3_000)).contains("No finding.");
        }
    }

    /** Otherwise "no finding" would say nothing. */
    @Test
    void aWorseServerIsFoundOut() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path log = Files.writeString(CLASSES.resolve("worse.log"), "");
            Thread serves = new Thread(() -> serveBadly(server, log));
            serves.setDaemon(true);
            serves.start();
            assertThat(attack(server.getLocalPort(), log, KEY, WEBHOOKS, "", 200)).contains("status 500", "error 404 of type", "a header of the sender's making",
                    "liveness afterwards", "log: ");
        }
    }

    @Test
    void aRootLevelOfTraceTellsNoSecret() throws Exception {
        try (HubProcess hub = live("trace")) {
            // Kafka and Camel would say millions of things that are nobody's secret.
            hub.start("--logging.level.root=TRACE", "--logging.level.kafka=INFO", "--logging.level.org.apache.kafka=INFO").awaitReady();
            List<String> secrets = new ArrayList<>(List.of(KEY, PASSWORD, WEBHOOKS, "it-groq-secret-value", "it-mixpanel-secret-value", "it-slack-secret-value"));
            HttpClient http = HttpClient.newBuilder().build();
            send(http, hub, "GET", "/api/v1/integrations", "", "X-API-Key", KEY);
            send(http, hub, "POST", "/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", "Authorization", "Bearer " + KEY, "Content-Type", "application/json");
            send(http, hub, "GET", "/api/v1/integrations", "", "X-API-Key", "it-wrong-key-of-a-stranger");
            send(http, hub, "GET", "/actuator/info", "", "Authorization", "Basic " + java.util.Base64.getEncoder().encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.UTF_8)));
            HttpResponse<String> form = send(http, hub, "GET", "/login", "", "Accept", "text/html");
            List<String> cookies = new ArrayList<>(form.headers().allValues("Set-Cookie"));
            assertThat(cookies).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
            String token = form.body().replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
            HttpResponse<String> in = send(http, hub, "POST", "/login", "username=operator&password=" + PASSWORD + "&_csrf=" + token, "Content-Type",
                    "application/x-www-form-urlencoded", "Cookie", pairs(cookies));
            cookies.addAll(in.headers().allValues("Set-Cookie"));
            assertThat(in.headers().firstValue("Location").orElse("")).as("logged in").doesNotContain("error");
            send(http, hub, "GET", "/actuator/info", "", "Cookie", pairs(in.headers().allValues("Set-Cookie")));
            send(http, hub, "POST", "/webhooks/stripe", "{}", "Stripe-Signature", "t=1,v1=it-signature-of-a-stranger", "Content-Type", "application/json");
            secrets.addAll(List.of("it-wrong-key-of-a-stranger", "it-signature-of-a-stranger", token));
            cookies.forEach(cookie -> secrets.add(cookie.split("[=;]")[1]));
            String said = Files.readString(hub.log());
            assertThat(said).as("it does say more").contains(" TRACE ");
            assertThat(secrets).filteredOn(secret -> secret.length() > 5 && said.contains(secret))
                    .as(() -> said.lines().filter(line -> secrets.stream().anyMatch(line::contains)).limit(5).toList().toString()).isEmpty();
        }
    }

    /** A failure, an error without a form, a split header and a forged line in the log, in turns. */
    private static void serveBadly(ServerSocket server, Path log) {
        String[] answers = {"HTTP/1.1 500 x\r\n\r\n", "HTTP/1.1 404 x\r\n\r\n", "HTTP/1.1 200 x\r\nX-Split: 1\r\n\r\n"};
        for (int i = 0; !server.isClosed(); i++) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(50);
                socket.getInputStream().read(new byte[65_536]);
                socket.getOutputStream().write(answers[i % 3].getBytes(StandardCharsets.UTF_8));
                Files.writeString(log, "forged by a stranger\n", StandardOpenOption.APPEND);
            } catch (IOException e) {
                // The caller, or the test, has gone.
            }
        }
    }

    /** Outside the sandbox; whatever it calls is on this machine, and nobody is there. */
    private static HubProcess live(String name) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=live", "--hub.api.keys[0].name=it", "--hub.api.keys[0].key=" + KEY,
                // Every one, or the fuzz would meet nothing but 403.
                "--hub.api.keys[0].scopes=events:write,ai,deliveries:read,contacts:read,dead-letters:read,dead-letters:write,dead-letters:forge,loads:write,routes:read,"
                        + "routes:dry-run,routes:code,slack:install,slack:write",
                "--hub.console.user=operator", "--hub.console.password-hash={bcrypt}" + new BCryptPasswordEncoder(4).encode(PASSWORD),
                "--hub.provider.stripe.webhook-secrets[0]=" + WEBHOOKS, "--hub.provider.groq.api-key=it-groq-secret-value",
                "--hub.provider.mixpanel.service-secret=it-mixpanel-secret-value", "--hub.provider.slack.bot-token=it-slack-secret-value"));
        for (String provider : List.of("stripe", "slack", "hubspot", "ga4", "mixpanel", "amplitude", "segment", "groq")) {
            arguments.add("--hub.provider." + provider + ".base-url=http://127.0.0.1:9");
        }
        arguments.add("--hub.provider.salesforce.login-url=http://127.0.0.1:9");
        return HubProcess.install(name, arguments.toArray(String[]::new));
    }

    private static HttpResponse<String> send(HttpClient http, HubProcess hub, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + hub.port() + path)).timeout(Duration.ofSeconds(60))
                .headers(headers).method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String pairs(List<String> cookies) {
        return String.join("; ", cookies.stream().map(cookie -> cookie.split(";")[0]).toList());
    }

    private static String attack(int port, Path log, String key, String webhooks, String login, int count) throws IOException, InterruptedException {
        long seed = System.nanoTime() % 1_000_000;
        Process fuzz = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xmx200m", "-Dhostile.slowest=29000", "-cp",
                CLASSES.toString(), "hostile.Hostile", "--port", Integer.toString(port), "--seed", Long.toString(seed), "--count", Integer.toString(count), "--threads", "8",
                "--key", key, "--webhook-secret", webhooks, "--login", login, "--log", log.toString(), "--seconds", "60").redirectErrorStream(true).start();
        String said = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fuzz.waitFor(10, TimeUnit.SECONDS)).isTrue();
        System.out.println(said);
        return said;
    }
}
