package com.versaai.hub.health;

import com.versaai.hub.engine.Brokers;
import com.versaai.hub.engine.Positions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Kafka's health. Its clients would each say every second that a broker is away; this says it once, and once when it is
 * back. Looked at by the route {@code gauges-refresh}. Bean {@code busWatch}.
 */
@Component
class BusWatch implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(BusWatch.class);
    private static final int PATIENCE_MS = 3000;

    private final Admin admin;
    private final Brokers brokers;
    private final Positions positions;
    private boolean answers = true;

    BusWatch(Admin admin, Brokers brokers, Positions positions) {
        this.admin = admin;
        this.brokers = brokers;
        this.positions = positions;
    }

    @Override
    public Health health() {
        String trouble = trouble();
        return trouble == null ? up() : Health.down().withDetail("reason", trouble).build();
    }

    /** What was missing at the start is no reason to be down: nobody can bring it back. */
    private Health up() {
        List<String> gone = positions.gaps().stream().map(Positions.Gap::toString).toList();
        return gone.isEmpty() ? Health.up().build() : Health.up().withDetail("recordsGone", gone).build();
    }

    /** Logs when Kafka went or came back since the last look. */
    public synchronized void look() {
        String trouble = trouble();
        if (answers && trouble != null) {
            LOG.warn("Kafka at {} does not answer ({}): requests get 503, what was accepted waits", brokers.address(), trouble);
        } else if (!answers && trouble == null) {
            LOG.info("Kafka at {} answers again", brokers.address());
        }
        answers = trouble == null;
    }

    private String trouble() {
        try {
            var options = new DescribeClusterOptions().timeoutMs(PATIENCE_MS);
            return admin.describeCluster(options).nodes().get(PATIENCE_MS, TimeUnit.MILLISECONDS).isEmpty() ? "no broker" : null;
        } catch (ExecutionException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (TimeoutException e) {
            return "timeout";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
