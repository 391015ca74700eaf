package com.versaai.hub.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.RedisServer;

/** A real Redis that can be stopped and started again on the same port. */
public final class Redis implements AutoCloseable {

    private final int port;
    private RedisServer server;

    private Redis(int port) {
        this.port = port;
    }

    /** Started; where its binary cannot run the test is skipped and says why. */
    public static Redis start() {
        Redis redis = new Redis(freePort());
        try {
            redis.startAgain();
        } catch (IOException | IllegalStateException e) {
            Assumptions.abort("Redis cannot run here: " + e);
        }
        return redis;
    }

    public void startAgain() throws IOException {
        server = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").setting("save \"\"").build();
        server.start();
    }

    public void stop() throws IOException {
        server.stop();
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
