package com.versaai.hub.gateway;

import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.reload.RouteGate;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The gateway package alone, with routes that show what arrives behind the border. */
@TestComponent // keeps the whole hub's component scan away
@SpringBootConfiguration
@EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class, RedisAutoConfiguration.class,
        RedisRepositoriesAutoConfiguration.class})
@Import({GatewayConfiguration.class, GatewayErrors.class, GatewayErrorController.class, DocsController.class})
@EnableConfigurationProperties({GatewaySettings.class, ApiSettings.class, ConsoleSettings.class, SandboxDoors.class})
class BorderApp {

    static final String REACHED = "reached ";
    private static final Set<String> OWN = Set.of("receiveWebhook", "publishEvents", "getEventTimeline", "listDeliveries", "replayDeadLetter");

    /** Without the hub's routes and engines, wherever the configuration has moved to. */
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @TestPropertySource(properties = {
        "spring.config.location=optional:classpath:/application.yaml",
        "camel.component.http.enabled=false", "camel.main.routes-include-pattern=false", "camel.main.routes-reload-enabled=false", "management.health.defaults.enabled=false",
        "hub.api.local-access="})
    @interface Properties {
    }

    static final int LARGE = 3 << 20;

    /** What an operation answers that has no answer of its own here. */
    static String reached(String operation) {
        return '"' + REACHED + operation + '"';
    }

    /** Streams whose caller takes them. */
    static final AtomicInteger STREAMS = new AtomicInteger();

    /** Requests to /webhooks/counted. */
    static final AtomicInteger COUNTED = new AtomicInteger();

    private static void endless(OutputStream caller) throws IOException {
        STREAMS.incrementAndGet();
        try {
            byte[] piece = new byte[1024];
            while (true) {
                caller.write(piece);
                caller.flush();
            }
        } finally {
            STREAMS.decrementAndGet();
        }
    }

    @Bean
    TokenBuckets tokenBuckets() {
        return TokenBuckets.local();
    }

    @Bean
    RouteGate routeGate() {
        return new RouteGate();
    }

    @Bean
    RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/webhooks/echo").process(BorderApp::echo);
                from("platform-http:/webhooks/things/{id}").process(BorderApp::echo);
                from("platform-http:/webhooks/silent").setBody(constant((Object) null));
                from("platform-http:/webhooks/text").setBody(constant("plain"));
                from("platform-http:/webhooks/large").setBody(constant("x".repeat(LARGE)));
                from("platform-http:/webhooks/counted").process(e -> COUNTED.incrementAndGet()).setBody(constant("y".repeat(600)));
                from("platform-http:/webhooks/endless").process(e -> e.getMessage().setBody((StreamingBody) BorderApp::endless));
                from("platform-http:/webhooks/typed").setHeader("Content-Type", constant("text/html"))
                        .setHeader("Location", constant("/there")).setHeader("hub-secret", constant("s")).setBody(constant("<b>ü</b>"));
                from("platform-http:/webhooks/fail").throwException(new IllegalArgumentException("jdbc:secret"));
                from("platform-http:/webhooks/bus-down").process(e -> {
                    throw new org.apache.camel.RuntimeCamelException(new TimeoutException("topic hub.inbox"));
                });
                from("platform-http:/webhooks/refused").process(e -> {
                    throw new ProblemException(409, "conflict", "Not now.", java.time.Duration.ofMillis(1500));
                });
                from("platform-http:/webhooks/handled")
                        .onException(Exception.class).handled(true).bean("problems", "write").end()
                        .throwException(new IllegalStateException("secret"));
                from("platform-http:/webhooks/bare-status").setHeader(Exchange.HTTP_RESPONSE_CODE, constant(404)).setBody(constant((Object) null));
                from("platform-http:/api/unlisted").process(BorderApp::echo);
                rest().openApi().routeId("contract").specification("openapi/hub.yaml").missingOperation("ignore");
                from("direct:receiveWebhook").process(BorderApp::echo);
                from("direct:publishEvents").setBody().method("cloudEvents", "from").process(e -> e.getMessage().setBody(
                        String.valueOf(e.getMessage().getBody(java.util.List.class).size())));
                from("direct:getEventTimeline").process(BorderApp::echo);
                from("direct:listDeliveries").process(BorderApp::echo);
                from("direct:replayDeadLetter").process(BorderApp::echo);
                // The others say which operation was reached.
                ContractScopes.read().all().stream().map(ContractScopes.Operation::id).filter(id -> !OWN.contains(id))
                        .forEach(id -> from("direct:" + id).setBody(constant(reached(id))));
            }
        };
    }

    private static void echo(Exchange exchange) throws Exception {
        Map<String, Object> answer = new LinkedHashMap<>();
        Object body = exchange.getIn().getBody();
        answer.put("type", body == null ? null : body.getClass().getSimpleName());
        answer.put("body", Base64.getEncoder().encodeToString(new RequestBytes().of(exchange)));
        answer.put("same", body == null || body == exchange.getProperty(RequestBytesFilter.ATTRIBUTE));
        answer.put("caller", exchange.getProperty(HttpBorder.CALLER));
        answer.put("scopes", Caller.of(exchange).scopes().stream().map(Scope::label).sorted().toList());
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getIn().getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        answer.put("headers", headers);
        Object id = exchange.getIn().getHeader("id");
        answer.put("placeholder", id == null ? null : org.springframework.web.util.UriUtils.decode(id.toString(), java.nio.charset.StandardCharsets.UTF_8));
        exchange.getMessage().setBody(new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsBytes(answer));
    }
}
