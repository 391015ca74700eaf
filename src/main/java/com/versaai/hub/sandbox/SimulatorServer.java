package com.versaai.hub.sandbox;

import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.jetty11.Jetty11Utils;
import com.github.tomakehurst.wiremock.servlet.WireMockHandlerDispatchingServlet;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import wiremock.org.eclipse.jetty.io.ManagedSelector;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.io.SocketChannelEndPoint;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.HttpConnectionFactory;
import wiremock.org.eclipse.jetty.server.ServerConnector;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.FilterMapping;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/** WireMock's server with our place for late answers, because its own can't let one go before its time, and with a guard at its port. */
final class SimulatorServer extends Jetty11HttpServer {

    /** Made before the field initialisers of this class run, by the super constructor: hence handed over this way. */
    private static final ThreadLocal<DelayedAnswers> HANDED_OVER = new ThreadLocal<>();

    private SimulatorServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        super(options, admin, stubs);
        // Else Jetty takes a token for the one before on the same connection, if only capitals differ.
        httpConnector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration().setHeaderCacheCaseSensitive(true);
    }

    static SimulatorServer with(DelayedAnswers answers, Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        HANDED_OVER.set(answers);
        try {
            return new SimulatorServer(options, admin, stubs);
        } finally {
            HANDED_OVER.remove();
        }
    }

    /** WireMock's own, but for its connections. */
    @Override
    protected ServerConnector createHttpConnector(String address, int port, JettySettings settings, NetworkTrafficListener listener) {
        ServerConnector connector = new ServerConnector(jettyServer, null, null, null, settings.getAcceptors().orElse(3), 2,
                new HttpConnectionFactory(Jetty11Utils.createHttpConfig(settings))) {
            @Override
            protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                DribblingConnection connection = new DribblingConnection(channel, selector, key, getScheduler());
                connection.setIdleTimeout(getIdleTimeout());
                return connection;
            }
        };
        connector.setPort(port);
        connector.setHost(address);
        Jetty11Utils.setJettySettings(settings, connector);
        return connector;
    }

    @Override
    protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        SimulatorGuard guard = new SimulatorGuard();
        guard.setHandler(super.createHandler(options, admin, stubs));
        return guard;
    }

    /** The only filter there is the one that invites all sites of the world (CORS). */
    @Override
    protected void decorateAdminServiceContextAfterConfig(ServletContextHandler context) {
        context.getServletHandler().setFilterMappings(new FilterMapping[0]);
        context.getServletHandler().setFilters(new FilterHolder[0]);
    }

    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
        scheduledExecutorService = HANDED_OVER.get();
        context.setAttribute(WireMockHandlerDispatchingServlet.ASYNCHRONOUS_RESPONSE_EXECUTOR, scheduledExecutorService);
    }
}
