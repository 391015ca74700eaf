package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.web.filter.OncePerRequestFilter;

/** 503 while the hub starts or stops: the port opens before the routes run, and a 404 would tell senders not to come back. */
final class StartingFilter extends OncePerRequestFilter {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final ApplicationAvailability availability;
    private final Problems problems;

    StartingFilter(ApplicationAvailability availability, Problems problems) {
        this.availability = availability;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
            chain.doFilter(request, response);
        } else {
            problems.send(request, response, Problem.of(503, "unavailable", "The hub is starting or stopping.", Map.of(), COME_BACK));
        }
    }
}
