package com.versaai.hub.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registration of a broker that was killed. The controller refuses the same broker until the session of its former life is over; a
 * session short enough for a quick restart is so short that a busy machine fences a living broker, and the hub answers 503. So the
 * session is long, and what a killed process left is taken away here by a controller that runs alone for a moment: there is no broker
 * yet that could lose a registration of its own.
 */
final class FormerLife {

    private static final Logger LOG = LoggerFactory.getLogger(FormerLife.class);
    /** Written by Kafka at the end of an orderly stop, deleted at the next start. */
    private static final String CLEAN = ".kafka_cleanshutdown";
    private static final String FORMATTED = "meta.properties";
    /** A controller alone is there within a second; on a machine that is busy it takes longer. */
    private static final int PATIENCE_MS = 30_000;

    private FormerLife() {
    }

    /** Whether a broker was killed there. Must be asked before the folder is formatted. */
    static boolean ended(Path dataDir) {
        return Files.exists(dataDir.resolve(FORMATTED)) && Files.notExists(dataDir.resolve(CLEAN));
    }

    /**
     * Must be called before the broker starts, and after the folder is locked.
     *
     * @param config     of the broker that will be started
     * @param controller {@code host:port} of its controller
     */
    static void forget(Map<String, Object> config, String controller) {
        try {
            unregister(Integer.parseInt(config.get("node.id").toString()), alone(config, controller), controller);
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            LOG.info("The embedded Kafka was killed; its start waits until the former session is over, a minute at most ({})", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unregister(int broker, Map<String, Object> config, String controller)
            throws ExecutionException, InterruptedException, TimeoutException {
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
        try {
            server.startup();
            try (Admin admin = Admin.create(Map.of("bootstrap.controllers", controller, "default.api.timeout.ms", PATIENCE_MS,
                    "request.timeout.ms", PATIENCE_MS))) {
                admin.unregisterBroker(broker).all().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
                throw e;
            }
        } finally {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /** Without what only a broker may have. */
    private static Map<String, Object> alone(Map<String, Object> config, String controller) {
        Map<String, Object> alone = new HashMap<>(config);
        alone.put("process.roles", "controller");
        alone.put("listeners", "CONTROLLER://" + controller);
        alone.remove("advertised.listeners");
        alone.remove("inter.broker.listener.name");
        return alone;
    }
}
