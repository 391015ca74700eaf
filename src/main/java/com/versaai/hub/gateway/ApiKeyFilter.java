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

/** Recognises a caller by {@code X-API-Key}; under {@code /v1} also by {@code Authorization: Bearer}, which OpenAI clients send. */
final class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-API-Key";
    static final String ROLE = "ROLE_API";

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String presented = presented(request);
        if (presented != null) {
            keys.callerOf(presented).ifPresent(ApiKeyFilter::signIn);
        }
        chain.doFilter(request, response);
    }

    private static void signIn(String caller) {
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
