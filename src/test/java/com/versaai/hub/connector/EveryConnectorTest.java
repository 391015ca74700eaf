package com.versaai.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every connector has to keep, found by itself: the beans of all packages below this one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryConnectorTest {

    private static final Pattern CLIENT = Pattern.compile("httpClientConfigurer: *\"#(\\w+)\"");

    private ConnectorHarness hub;
    private List<Connector> connectors;

    @BeforeAll
    void start() throws Exception {
        hub = new ConnectorHarness();
        connectors = List.copyOf(hub.all(Connector.class).values());
        assertThat(connectors).isNotEmpty();
    }

    @AfterAll
    void stop() throws Exception {
        hub.close();
    }

    @Test
    void everyPackageHoldsOneOfItsName() throws IOException {
        try (Stream<Path> folders = Files.list(ConnectorFoldersTest.CONNECTORS)) {
            assertThat(connectors).extracting(Connector::name)
                    .containsExactlyInAnyOrderElementsOf(folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).toList());
        }
        assertThat(connectors).allSatisfy(connector -> assertThat(connector.getClass().getPackageName()).endsWith(".connector." + connector.name()));
    }

    /** A bean renamed by mistake fails here, and not at the first delivery. */
    @Test
    void everyClientThatAKameletNamesIsThere() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        try (Stream<Path> kamelets = Files.list(Path.of("kamelets"))) {
            for (Path kamelet : kamelets.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                CLIENT.matcher(Files.readString(kamelet)).results().forEach(hit -> named.add(hit.group(1)));
            }
        }
        assertThat(named).isNotEmpty().isSubsetOf(hub.all(HttpClientConfigurer.class).keySet());
    }

    private Fault http(Connector connector, int status, String body) {
        return hub.faults.classify(connector.name(), new CamelExecutionException("wrapped", null, new RuntimeCamelException(
                new HttpOperationFailedException("https://x/y?token=s3cret", status, "text", null, Map.of(), body))));
    }

    @ParameterizedTest
    @CsvSource({"400,PERMANENT", "401,PERMANENT", "403,PERMANENT", "404,PERMANENT", "408,TRANSIENT", "409,PERMANENT", "410,PERMANENT",
        "413,PERMANENT", "422,PERMANENT", "425,TRANSIENT", "429,RATE_LIMITED", "500,TRANSIENT", "502,TRANSIENT", "503,TRANSIENT",
        "504,TRANSIENT", "301,PERMANENT", "307,PERMANENT"})
    void goesByTheStatusWhereTheBodySaysNothing(int status, FaultClass expected) {
        for (Connector connector : connectors) {
            for (String body : new String[] {null, "", " ", "<html></html>", "{}", "[]", "null", "{\"error\":{}}", "{\"", "\uFFFD\u0000"}) {
                Fault fault = http(connector, status, body);
                assertThat(fault.faultClass()).as(connector.name() + " " + body).isEqualTo(expected);
                assertThat(fault.status()).isEqualTo(status);
                assertThat(fault.code()).isNotBlank();
                assertThat(fault.message()).isNotBlank().doesNotContain("s3cret");
            }
        }
    }

    @Test
    void readsAnAccountsFailuresLikeItsProviders() {
        for (Connector connector : connectors) {
            String body = "{\"ok\":false,\"error\":\"ratelimited\",\"category\":\"OBJECT_LOCKED\"}";
            assertThat(hub.faults.decode(connector.name() + "-eu", 400, Map.of(), body)).isEqualTo(hub.faults.decode(connector.name(), 400, Map.of(), body));
        }
        assertThat(connectors).as("the comparison above compares something").anySatisfy(connector -> assertThat(connector.faults()).isPresent());
    }

    @Test
    void survivesAnyAnswerQuickly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "{}[]\":,ae@%4<!tile> \n\u0000😀&?=/.:ok";
        long start = System.nanoTime();
        for (int i = 0; i < 500; i++) {
            StringBuilder body = new StringBuilder();
            for (int j = random.nextInt(300); j > 0; j--) {
                body.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (Connector connector : connectors) {
                assertThat(http(connector, 400 + random.nextInt(200), body.toString())).as("seed " + seed).isNotNull();
            }
        }
        for (String hostile : new String[] {"[".repeat(200_000), "{\"a\":".repeat(100_000), "a@".repeat(100_000), "<title>".repeat(30_000),
            "https://".repeat(30_000), "token=".repeat(30_000), "%40".repeat(80_000), "a".repeat(250_000), " ".repeat(250_000) + "<html>"}) {
            for (Connector connector : connectors) {
                assertThat(http(connector, 500, hostile).faultClass()).as(connector.name()).isEqualTo(FaultClass.TRANSIENT);
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("no pattern runs away").isLessThan(Duration.ofSeconds(30));
    }
}
