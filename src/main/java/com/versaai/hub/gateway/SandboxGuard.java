package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Before everything else in the sandbox, at every door: only programs of this machine and pages of the hub itself come in. Its keys
 * and secrets are published, so neither a key nor a signature proves anything.
 */
final class SandboxGuard extends OncePerRequestFilter {

    private static final Set<String> PAGES = Set.of("/", "/docs", "/openapi.yaml");

    private final SandboxDoors doors;
    private final Problems problems;

    SandboxGuard(SandboxDoors doors, Problems problems) {
        this.doors = doors;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Provenance from = Provenance.of(request);
        if (!fromOwnMachine(request) && !byTunnel(request, from)) {
            problems.send(request, response, Problem.of(403, "loopback-only",
                    "The sandbox answers on this machine only, at localhost, 127.0.0.1 or [::1], and not through a proxy."));
        } else if (from.ofAnotherOrigin() || from.ofAnotherSite() && !(from.opensPage(request.getMethod()) && isPage(request.getRequestURI()))) {
            problems.send(request, response, Problem.of(403, "cross-site", "Another web site may not call the sandbox."));
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean fromOwnMachine(HttpServletRequest request) {
        return Provenance.namesOwnMachine(request) && (doors.openToNetwork() || Provenance.isLoopbackAddress(request.getRemoteAddr()));
    }

    /** Who sends webhooks is no browser, and its address plain: anything that could be read in two ways isn't for strangers. */
    private boolean byTunnel(HttpServletRequest request, Provenance from) {
        String path = request.getRequestURI();
        return doors.allowedHosts().contains(from.host()) && !from.ofBrowser() && path.startsWith("/webhooks/")
                && path.chars().noneMatch(c -> c == '%' || c == ';' || c == '\\') && !path.contains("//") && !path.contains("..");
    }

    private static boolean isPage(String path) {
        return PAGES.contains(path) || path.startsWith("/docs/") || ConsoleGuard.isPage(path);
    }
}
