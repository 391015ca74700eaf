package com.versaai.hub.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import java.util.Map;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Beans that keep slow peers from holding threads, memory and connections. Part of {@link GatewayConfiguration}. */
class SlowConfiguration {

    private final GatewaySettings settings;

    SlowConfiguration(GatewaySettings settings) {
        this.settings = settings;
    }

    /** Bodies under way. */
    @Bean
    SlowRequests slowBodies() {
        return register();
    }

    /** What refused senders still send. */
    @Bean
    SlowRequests slowRests() {
        return register();
    }

    /** Answers under way. */
    @Bean
    SlowRequests slowAnswers() {
        return register();
    }

    @Bean
    Answers answers(SlowRequests slowAnswers) {
        return new Answers(slowAnswers, settings.answerTimeout().toMillis());
    }

    @Bean
    Connections connections() {
        return new Connections(settings.headerTimeout(), settings.answerTimeout(), settings.slow());
    }

    private SlowRequests register() {
        return new SlowRequests(settings.slow().atOnce(), settings.slow().perAddress(), settings.slow().memory().toBytes());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowPeers(SlowRequests slowRests, Connections connections) {
        return factory -> {
            factory.setProtocol(BorderProtocol.class.getName());
            factory.addProtocolHandlerCustomizers((BorderProtocol protocol) -> protocol.watch(connections));
            factory.addEngineValves(new RestOfBodyValve(slowRests, 2 * settings.maxBody().toBytes()));
        };
    }

    /** Behind the filter that measures requests, which knows such dispatches, and before everything else. */
    @Bean
    FilterRegistrationBean<AgainFilter> again() {
        FilterRegistrationBean<AgainFilter> registration = new FilterRegistrationBean<>(new AgainFilter());
        registration.setDispatcherTypes(DispatcherType.ASYNC);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /** Before the graceful stop, which waits for every request under way: who has not finished asking by now asks again elsewhere. */
    @Bean
    SmartLifecycle slowPeersLeaveFirst(SlowRequests slowBodies, SlowRequests slowRests) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
            }

            @Override
            public void stop() {
                running = false;
                slowBodies.endAll();
                slowRests.endAll();
            }

            @Override
            public boolean isRunning() {
                return running;
            }

            @Override
            public int getPhase() {
                return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE + 1;
            }
        };
    }

    @Bean
    MeterBinder slowMeters(SlowRequests slowBodies, SlowRequests slowRests, SlowRequests slowAnswers, Connections connections) {
        return registry -> {
            FunctionCounter.builder("hub.http.closed", connections, Connections::closed)
                    .description("Connections closed because headers or an answer took too long, or room was needed").register(registry);
            Map.of("body", slowBodies, "rest", slowRests, "answer", slowAnswers).forEach((what, slow) -> {
                Gauge.builder("hub.http.slow", slow, SlowRequests::count).tag("what", what)
                        .description("Peers that are waited for without a thread").register(registry);
                FunctionCounter.builder("hub.http.slow.evicted", slow, SlowRequests::evicted).tag("what", what)
                        .description("Slow peers that had to go for others").register(registry);
            });
        };
    }

    static RequestBytesFilter forRoutes(GatewaySettings settings, SlowRequests slowBodies, Problems problems) {
        return RequestBytesFilter.forRoutes(reader(settings), slowBodies, settings.bodyTimeout().toMillis(), problems);
    }

    static RequestBytesFilter forConsole(GatewaySettings settings, SlowRequests slowBodies, Problems problems) {
        return RequestBytesFilter.forConsole(reader(settings), slowBodies, settings.bodyTimeout().toMillis(), problems);
    }

    private static BodyReader reader(GatewaySettings settings) {
        return new BodyReader(settings.maxBody().toBytes());
    }
}
