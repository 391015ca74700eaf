package com.versaai.hub.sandbox;

import com.versaai.hub.gateway.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * In front of everything on the simulators' port: programs of this machine only, no page of any site, and of WireMock's admin API no
 * more than stubs and the journal need. WireMock has no login, and its own admin API lets every site in.
 */
final class SimulatorGuard extends HandlerWrapper {

    private static final String ADMIN = "/__admin";
    private static final String TYPES = "https://hub.versaai.example/problems/";
    private static final Map<String, Pattern> OPERATIONS = Map.of(
            "GET", Pattern.compile("/mappings|/mappings/[0-9A-Fa-f-]{36}|/requests|/requests/[0-9A-Fa-f-]{36}|/requests/unmatched"
                    + "|/requests/unmatched/near-misses|/health|/version"),
            "POST", Pattern.compile("/mappings|/mappings/reset|/requests/find|/requests/count|/reset"),
            "PUT", Pattern.compile("/mappings/[0-9A-Fa-f-]{36}"),
            "DELETE", Pattern.compile("/mappings|/mappings/[0-9A-Fa-f-]{36}|/requests|/requests/[0-9A-Fa-f-]{36}"));

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Provenance from = new Provenance(name -> request.getHeader(name) == null ? List.of()
                : Collections.list(request.getHeaders(name)));
        if (!from.addressedAsLoopback() || !Provenance.isLoopbackName(request.getServerName()) || from.forwarded()) {
            refuse(base, response, 403, "loopback-only",
                    "The simulated providers answer on this machine only, at localhost, 127.0.0.1 or [::1], and not through a proxy.");
        } else if (from.ofAnotherOrigin() || from.ofAnotherSite()) {
            refuse(base, response, 403, "cross-site", "Another web site may not call the simulated providers.");
        } else if (isAdmin(target) && !isOperation(target, request)) {
            refuse(base, response, 404, "not-found",
                    "There is no such admin operation here; /mappings, /requests, /requests/find, /requests/count, /reset and /health are.");
        } else if (isAdmin(target) && hasBody(request) && !isJson(request.getContentType())) {
            refuse(base, response, 415, "unsupported-type", "The admin API takes Content-Type: application/json only.");
        } else {
            answer(target, base, request, response);
        }
    }

    /** On this thread a fault says that the answer is to dribble; the answer before on the same connection may have. */
    private void answer(String target, Request base, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        DribblingConnection.serves(base.getHttpChannel().getEndPoint());
        try {
            super.handle(target, base, request, response);
        } finally {
            DribblingConnection.served();
        }
    }

    private static boolean isAdmin(String target) {
        return target.equals(ADMIN) || target.startsWith(ADMIN + '/');
    }

    /** Jetty goes by the decoded path, WireMock by the one that was sent: only where they agree does one know what is asked for. */
    private static boolean isOperation(String target, HttpServletRequest request) {
        Pattern paths = OPERATIONS.get(request.getMethod());
        return target.equals(request.getRequestURI()) && paths != null && paths.matcher(target.substring(ADMIN.length())).matches();
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null || request.getContentType() != null;
    }

    private static boolean isJson(String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static void refuse(Request base, HttpServletResponse response, int status, String slug, String detail) throws IOException {
        String words = slug.replace('-', ' ');
        byte[] problem = Call.write(Map.of("type", TYPES + slug, "title", Character.toUpperCase(words.charAt(0)) + words.substring(1),
                "status", status, "detail", detail)).getBytes(StandardCharsets.UTF_8);
        base.setHandled(true);
        response.setStatus(status);
        response.setHeader("Connection", "close");
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }
}
