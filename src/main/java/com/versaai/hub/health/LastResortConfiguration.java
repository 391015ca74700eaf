package com.versaai.hub.health;

import com.versaai.hub.engine.RepeatedLines;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Looks at what the hub stands on, from when it is up, where there is somebody to tell. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LastResortSettings.class)
class LastResortConfiguration implements DisposableBean {

    /** Of the health: without one of these an event can neither be taken nor delivered, and no alert comes through. */
    private static final String[] PARTS = {"busWatch", "db", "storageDisk"};
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final LastResortSettings settings;
    private final CamelContext camel;
    private final HealthContributorRegistry health;
    private final String publicUrl;
    private final RepeatedLines lines = RepeatedLines.to(LoggerFactory.getLogger(LastResort.class));
    private ScheduledExecutorService watch;

    LastResortConfiguration(LastResortSettings settings, CamelContext camel, HealthContributorRegistry health, @Value("${hub.public-url:}") String publicUrl) {
        this.settings = settings;
        this.camel = camel;
        this.health = health;
        this.publicUrl = publicUrl;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (!settings.isSet() || watch != null) {
            return;
        }
        LastResort last = new LastResort(settings, name(), this::down, new OwnSlackWebhook(camel, settings.webhookUrl())::send);
        Clock clock = Clock.systemUTC();
        watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "hub-last-resort");
            daemon.setDaemon(true);
            return daemon;
        });
        watch.scheduleWithFixedDelay(() -> {
            try {
                last.look(clock.instant());
            } catch (RuntimeException e) {
                // Without it the watch would end here. Tried again at the next look.
                lines.warn("last-resort", e.getClass().getSimpleName(), "hub.alerts.last-resort: the message could not be sent ({})", e.getMessage());
            }
        }, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Map<String, String> down() {
        Map<String, String> down = new TreeMap<>();
        for (String part : PARTS) {
            if (health.getContributor(part) instanceof HealthIndicator indicator) {
                Health found = indicator.health();
                if (found.getStatus().equals(Status.DOWN) || found.getStatus().equals(Status.OUT_OF_SERVICE)) {
                    // Only the reason of the hub's own: the database's holds messages of its driver.
                    down.put(part, String.valueOf(found.getDetails().getOrDefault("reason", found.getStatus().getCode())));
                }
            }
        }
        return down;
    }

    private String name() {
        if (!publicUrl.isBlank()) {
            return "Hub " + publicUrl;
        }
        try {
            return "Hub " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "Hub";
        }
    }

    @Override
    public void destroy() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }
}
