package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * 404 for what no other mapping knows. Spring's own answer to that puts all headers into an exception, and fails where one of them
 * is no header to its mind ({@code Content-Type: *}{@code /*}).
 */
final class NothingHere extends AbstractHandlerMapping {

    private final HttpRequestHandler answer;

    NothingHere(Problems problems) {
        this.answer = (HttpServletRequest request, HttpServletResponse response) -> send(problems, request, response);
        setOrder(Ordered.LOWEST_PRECEDENCE);
    }

    private static void send(Problems problems, HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.send(request, response, Problem.ofStatus(404));
    }

    @Override
    protected Object getHandlerInternal(HttpServletRequest request) {
        return answer;
    }
}
