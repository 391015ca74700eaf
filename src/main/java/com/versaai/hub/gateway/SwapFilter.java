package com.versaai.hub.gateway;

import com.versaai.hub.reload.RouteGate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Holds requests while routes are swapped. The last one before the routes: who sends a body slowly neither holds a swap up nor
 * arrives in the middle of it.
 */
final class SwapFilter extends OncePerRequestFilter {

    private final RouteGate gate;

    SwapFilter(RouteGate gate) {
        this.gate = gate;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        gate.enter();
        try {
            chain.doFilter(request, response);
        } finally {
            gate.leave();
        }
    }
}
