package com.versaai.hub.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache Kafka, broker and KRaft controller in this JVM: the real protocol and the real log, so that one laptop and a
 * cluster run the same routes. Listens on loopback only.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final String LOOPBACK = "127.0.0.1";
    /** Always the same: a folder is formatted once and must fit at every later start. */
    private static final String CLUSTER_ID = new Uuid(0x7665727361616968L, 0x75622d6275730001L).toString();

    private final KafkaRaftServer server;
    private final FolderLock lock;
    private final String brokers;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedKafka(KafkaRaftServer server, FolderLock lock, String brokers) {
        this.server = server;
        this.lock = lock;
        this.brokers = brokers;
    }

    /**
     * Formats the data folder where it is new, then starts the broker. Waits for room on the disk where there is none.
     *
     * @throws PortInUseException  when another process listens on the port
     * @throws EngineStartException when another hub works in the data folder
     * @throws UncheckedIOException when the data folder cannot be written
     */
    public static EmbeddedKafka start(BusProperties.Embedded settings) {
        int port = settings.port() == 0 ? freePort() : requireFree(settings.port());
        Path dataDir = settings.dataDir().toAbsolutePath();
        RoomToStart.await(dataDir);
        FolderLock lock = FolderLock.of(dataDir);
        sayWhyItEnds(dataDir);
        try {
            boolean killed = FormerLife.ended(dataDir);
            format(dataDir);
            String controller = LOOPBACK + ":" + freePort();
            Map<String, Object> config = config(settings, dataDir, port, controller);
            if (killed) {
                FormerLife.forget(config, controller);
            }
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafka(server, lock, LOOPBACK + ":" + port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** {@code host:port} of this broker. */
    public String brokers() {
        return brokers;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            lock.close();
        }
    }

    /** A broker that cannot write its log ends its process, which is this one. What it has acknowledged lies in the log. */
    private static void sayWhyItEnds(Path dataDir) {
        Exit.setHaltProcedure((status, message) -> {
            LOG.error("The embedded Kafka ends the hub: it cannot write to {}, where {} MB are free. What was acknowledged is kept; make room and "
                    + "start the hub again", dataDir, dataDir.toFile().getUsableSpace() >> 20);
            Runtime.getRuntime().halt(status);
        });
    }

    private static Map<String, Object> config(BusProperties.Embedded settings, Path dataDir, int port, String controller) {
        Map<String, Object> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + controller);
        config.put("listeners", "PLAINTEXT://" + LOOPBACK + ":" + port + ",CONTROLLER://" + controller);
        config.put("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + port);
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("log.dirs", dataDir.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("message.max.bytes", "4194304");
        singleNode(config);
        small(config);
        if (settings.flushMessages() != null) {
            config.put("log.flush.interval.messages", settings.flushMessages().toString());
        }
        return config;
    }

    /** One broker can only be its own replica, and waiting for more members of a group costs start-up time for nothing. */
    private static void singleNode(Map<String, Object> config) {
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // No other broker could take over: to fence one that is only slow, as on a machine under load, would stop it altogether. That a
        // killed one registers again at once is FormerLife's.
        config.put("broker.session.timeout.ms", "60000");
        config.put("broker.heartbeat.interval.ms", "2000");
    }

    /** Kafka's defaults are for a machine of its own; here it shares a laptop's JVM. */
    private static void small(Map<String, Object> config) {
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("num.recovery.threads.per.data.dir", "2");
        config.put("log.cleaner.threads", "1");
        config.put("log.cleaner.dedupe.buffer.size", "2097152");
        // What is deleted is whole segments; of each partition the last one stays.
        config.put("log.segment.bytes", "16777216");
        config.put("log.retention.check.interval.ms", "60000");
        config.put("log.index.size.max.bytes", "1048576");
        config.put("queued.max.requests", "100");
    }

    private static void format(Path dataDir) {
        try {
            new Formatter()
                    .setClusterId(CLUSTER_ID)
                    .setNodeId(1)
                    .addDirectory(dataDir.toString())
                    .setMetadataLogDirectory(dataDir.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("Kafka's data folder " + dataDir + " cannot be formatted: " + e.getMessage(), e);
        }
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(LOOPBACK, port));
            return port;
        } catch (IOException e) {
            throw new PortInUseException("embedded Kafka", port, "hub.bus.embedded.port");
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + LOOPBACK, e);
        }
    }
}
