package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;

/** One HTTP endpoint's consumer: the exchange is made and answered by {@link HttpBorder}. */
final class BorderConsumer extends SpringBootPlatformHttpConsumer {

    private final HttpBorder border;

    BorderConsumer(PlatformHttpEndpoint endpoint, Processor processor, Executor executor, HttpBorder border) {
        super(endpoint, processor, executor);
        this.border = border;
    }

    @Override
    protected void handleService(HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (isSuspended() || !isRunAllowed()) {
            border.refuse(request, response);
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        border.receive(request, exchange, getEndpoint().getPath());
        createUoW(exchange);
        try {
            process(exchange);
            border.answer(exchange, request, response);
        } catch (IOException e) {
            // The caller hung up before its answer: the work is done all the same.
            getExceptionHandler().handleException("No answer could be sent", exchange, e);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
