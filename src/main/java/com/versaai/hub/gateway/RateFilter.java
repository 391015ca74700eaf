package com.versaai.hub.gateway;

import com.versaai.hub.rate.RateLimiter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.web.filter.OncePerRequestFilter;

/** 429 for a caller beyond its allowance, before its body is read. A signed-in caller counts by name, others by address. */
final class RateFilter extends OncePerRequestFilter {

    /** Request attribute: this request was counted before its body was waited for. */
    static final String COUNTED = "hub.rate-counted";

    private final RateLimiter limiter;
    private final Problems problems;
    private final Predicate<HttpServletRequest> counted;

    RateFilter(RateLimiter limiter, Problems problems, Predicate<HttpServletRequest> counted) {
        this.limiter = limiter;
        this.problems = problems;
        this.counted = counted;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !counted.test(request) || request.getAttribute(COUNTED) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String caller = request.getRemoteUser() == null ? request.getRemoteAddr() : request.getRemoteUser();
        Duration wait = limiter.tryTake(caller);
        if (wait.isZero()) {
            chain.doFilter(request, response);
        } else {
            problems.send(request, response, Problem.of(429, "rate-limited", "Too many requests from this caller.", Map.of(), wait));
        }
    }
}
