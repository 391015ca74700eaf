package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.HttpRequestHandler;

/**
 * One HTTP endpoint's consumer: the exchange is made and answered by {@link HttpBorder}, in the thread that read the request.
 * The starter's way is a task for another thread and a second dispatch for the answer (docs/decisions/own-http-border.md).
 */
final class BorderConsumer extends SpringBootPlatformHttpConsumer implements HttpRequestHandler {

    private static final Logger LOG = LoggerFactory.getLogger(BorderConsumer.class);

    private final HttpBorder border;

    BorderConsumer(PlatformHttpEndpoint endpoint, Processor processor, HttpBorder border) {
        super(endpoint, processor, Runnable::run);
        this.border = border;
    }

    /** Answers before it returns; null tells Spring so. */
    @Override
    public CompletableFuture<Void> service(HttpServletRequest request, HttpServletResponse response) {
        handleRequest(request, response);
        return null;
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) {
        if (isSuspended() || !isRunAllowed()) {
            refuse(request, response);
            return;
        }
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            border.receive(request, exchange, getEndpoint().getPath());
            process(exchange);
            border.answer(exchange, request, response);
        } catch (IOException e) {
            hungUp(request, e);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) {
        try {
            border.refuse(request, response);
        } catch (IOException e) {
            hungUp(request, e);
        }
    }

    /** The work is done all the same, and nobody can act on it: who streams leaves when it likes. */
    private static void hungUp(HttpServletRequest request, IOException e) {
        LOG.debug("{} {}: the caller hung up before its answer: {}", request.getMethod(), request.getRequestURI(), e.toString());
    }

    private void process(Exchange exchange) {
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
