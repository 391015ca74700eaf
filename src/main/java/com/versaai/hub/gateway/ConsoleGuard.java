package com.versaai.hub.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/**
 * Guards Hawtio, Jolokia, actuator, the catalog and the sandbox controls against other web pages in the operator's browser, and in
 * the sandbox lets the own machine in without a login.
 *
 * <p>The own machine: connected from loopback, addressed as loopback (a name an attacker has pointed at 127.0.0.1 isn't), not
 * through a proxy or tunnel. Other pages: refused by {@code Sec-Fetch-Site} and {@code Origin}, which scripts can't forge, except
 * for opening Hawtio or the catalog by a link. Jolokia executes and writes by POST only, which every browser sends with an
 * {@code Origin}; that is why no token is needed where there is no login.
 */
final class ConsoleGuard extends OncePerRequestFilter {

    static final String ROLE = "ROLE_CONSOLE";

    private static final Pattern JOLOKIA = Pattern.compile("(/hawtio)?/jolokia(/.*)?");
    private static final Pattern JOLOKIA_READS = Pattern.compile("(/hawtio)?/jolokia(/?|/(version|list|read|search)(/.*)?)");

    private final boolean sandbox;
    private final Problems problems;

    ConsoleGuard(boolean sandbox, Problems problems) {
        this.sandbox = sandbox;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = UrlPathHelper.defaultInstance.getPathWithinApplication(request);
        boolean jolokia = JOLOKIA.matcher(path).matches();
        if (!path.startsWith("/actuator/health") && fromAnotherSite(request, path)) {
            problems.send(request, response, Problem.of(403, "cross-site", "Another web site may not call the console."));
            return;
        }
        if (jolokia && reads(request) && (!JOLOKIA_READS.matcher(path).matches() || request.getParameter("p") != null)) {
            response.setHeader("Allow", "POST");
            problems.send(request, response, Problem.of(405, "method-not-allowed", "Jolokia executes and writes by POST only."));
            return;
        }
        if (sandbox && fromOwnMachine(request)) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated("sandbox", null,
                    AuthorityUtils.createAuthorityList(ROLE)));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    static boolean fromOwnMachine(HttpServletRequest request) {
        return Provenance.namesOwnMachine(request) && Provenance.isLoopbackAddress(request.getRemoteAddr());
    }

    private static boolean fromAnotherSite(HttpServletRequest request, String path) {
        Provenance from = Provenance.of(request);
        return from.ofAnotherOrigin() || from.ofAnotherSite() && !(from.opensPage(request.getMethod()) && isPage(path));
    }

    /** What may be opened by a link on another site. */
    static boolean isPage(String path) {
        return !JOLOKIA.matcher(path).matches() && (path.startsWith("/hawtio") || path.startsWith("/catalog") || path.equals("/login"));
    }

    private static boolean reads(HttpServletRequest request) {
        return "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
    }
}
