package com.versaai.hub.gateway;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketProperties;

/** Tomcat's HTTP/1.1, and a look at all connections every half a second ({@link Connections}). Made by Tomcat by name. */
public final class BorderProtocol extends Http11NioProtocol {

    private static final int LOOK_MILLIS = 500;

    /**
     * Bytes that one connection may leave unread without anybody waiting: 100 requests (max-keep-alive-requests) may come at once, and
     * their small answers fit. The kernel takes it as half of what it gives.
     */
    private static final int SEND_BUFFER = 192 * 1024;
    private static final int CONNECTION_BUFFER = 2 * 1024;

    private Connections connections;
    private ScheduledFuture<?> looking;

    /** For Tomcat. */
    public BorderProtocol() {
        // Who asks whether to send a body is answered when somebody wants it: a stranger never is.
        setContinueResponseTiming("onRead");
        SocketProperties sockets = ((NioEndpoint) getEndpoint()).getSocketProperties();
        sockets.setTxBufSize(SEND_BUFFER);
        // Of each open connection, whoever it is: thousands of strangers must fit into the heap beside the hub.
        sockets.setAppReadBufSize(CONNECTION_BUFFER);
        sockets.setAppWriteBufSize(CONNECTION_BUFFER);
    }

    void watch(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void start() throws Exception {
        super.start();
        if (connections != null) {
            looking = getUtilityExecutor().scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            connections.look(((NioEndpoint) getEndpoint()).getConnections(), getMaxConnections());
        } catch (RuntimeException e) {
            // Would be the last look otherwise. Tomcat changes its connections meanwhile.
            getLog().warn("the look at open connections failed", e);
        }
    }

    @Override
    public void stop() throws Exception {
        if (looking != null) {
            looking.cancel(false);
        }
        super.stop();
    }
}
