package com.versaai.hub.support;

import com.versaai.hub.engine.BusProperties;
import com.versaai.hub.engine.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.h2.tools.Server;
import org.springframework.util.unit.DataSize;

/** Kafka and H2 as servers of their own, on ports and with data that outlast a stop. */
public final class Engines implements AutoCloseable {

    private final Path folder;
    private final int kafkaPort = freePort();
    private final int databasePort = freePort();
    private EmbeddedKafka kafka;
    private Server database;

    private Engines(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Both are up. */
    public static Engines start() throws IOException, SQLException {
        Engines engines = new Engines(Files.createTempDirectory(Files.createDirectories(Path.of("target", "hub-test")), "engines"));
        engines.bringBack();
        return engines;
    }

    public String brokers() {
        return "127.0.0.1:" + kafkaPort;
    }

    public String databaseUrl() {
        return "jdbc:h2:tcp://localhost:" + databasePort
                + "/./hub;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
    }

    /** Starts what is away. */
    public void bringBack() throws SQLException {
        if (kafka == null) {
            startKafka();
        }
        if (database == null) {
            startDatabase();
        }
    }

    public void startKafka() {
        kafka = EmbeddedKafka.start(new BusProperties.Embedded(true, kafkaPort, folder.resolve("kafka"), null, DataSize.ofMegabytes(512)));
    }

    public void stopKafka() {
        kafka.close();
        kafka = null;
    }

    public void startDatabase() throws SQLException {
        database = Server.createTcpServer("-tcpPort", Integer.toString(databasePort), "-ifNotExists", "-baseDir", folder.toAbsolutePath().toString()).start();
    }

    public void stopDatabase() {
        database.stop();
        database = null;
    }

    /** Members of each consumer group. */
    public Map<String, Integer> members() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
            List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream().map(group -> group.groupId()).toList();
            Map<String, Integer> members = new TreeMap<>();
            admin.describeConsumerGroups(groups).all().get().forEach((name, group) -> members.put(name, group.members().size()));
            return members;
        }
    }

    @Override
    public void close() {
        stopDatabase();
        stopKafka();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
