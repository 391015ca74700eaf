package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises a caller by {@code X-API-Key}; under {@code /v1} also by {@code Authorization: Bearer}, which OpenAI clients send; and the
 * command line of this machine by its token, which then alone counts.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-API-Key";
    static final String ROLE = "ROLE_API";

    /** Request attribute: why a token of this machine was refused. */
    static final String REFUSAL = "hub.local-refusal";

    private final ApiKeys keys;
    private final LocalAccess local;

    ApiKeyFilter(ApiKeys keys, LocalAccess local) {
        this.keys = keys;
        this.local = local;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = request.getHeader(LocalAccess.HEADER);
        String presented = presented(request);
        if (token != null) {
            String refusal = local.refusal(request, token);
            if (refusal == null) {
                signIn(request, local.caller());
            } else {
                request.setAttribute(REFUSAL, refusal);
            }
        } else if (presented != null) {
            keys.callerOf(presented).ifPresent(caller -> signIn(request, caller));
        }
        chain.doFilter(request, response);
    }

    private static void signIn(HttpServletRequest request, Caller caller) {
        request.setAttribute(Caller.PROPERTY, caller);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(caller, null, AuthorityUtils.createAuthorityList(ROLE)));
        SecurityContextHolder.setContext(context);
    }

    static boolean takesBearer(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/v1/");
    }

    private static String presented(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (key == null && takesBearer(request)) {
            String authorization = request.getHeader("Authorization");
            if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
                key = authorization.substring(7);
            }
        }
        return key == null || key.isBlank() ? null : key.strip();
    }
}
