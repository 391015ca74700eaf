package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * 503 while the hub starts or stops: the port opens before the routes run, and a 404 would tell senders not to come back. The
 * same while there is no room for what they send.
 */
final class StartingFilter extends OncePerRequestFilter {

    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final Duration ROOM_TAKES = Duration.ofSeconds(60);
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final ApplicationAvailability availability;
    private final Admission admission;
    private final Problems problems;

    StartingFilter(ApplicationAvailability availability, Admission admission, Problems problems) {
        this.availability = availability;
        this.admission = admission;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> refusal = admission.refusal();
        if (refusal.isPresent() && !READING.contains(request.getMethod())) {
            problems.send(request, response, Problem.of(503, "disk-full", refusal.get(), Map.of(), ROOM_TAKES));
        } else if (refusal.isPresent() || availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
            chain.doFilter(request, response);
        } else {
            problems.send(request, response, Problem.of(503, "unavailable", "The hub is starting or stopping.", Map.of(), COME_BACK));
        }
    }
}
