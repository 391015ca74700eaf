package com.versaai.hub.gateway;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The four ways into the hub: webhooks, API, console, and the few public pages. Whatever fits none of them isn't there. */
final class SecurityChains {

    private static final String PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

    private final Problems problems;

    SecurityChains(Problems problems) {
        this.problems = problems;
    }

    /** Anyone may call: the signature over the body decides, later. */
    SecurityFilterChain webhooks(HttpSecurity http, List<Filter> border) throws Exception {
        // Of Slack's installation a code decides, and what is not enabled is 404.
        http.securityMatcher(paths("/webhooks/**", "/slack/install", "/slack/oauth/callback"))
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                // Nobody signs in here, so nothing needs to remember who did.
                .securityContext(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .exceptionHandling(AbstractHttpConfigurer::disable);
        return stateless(http, border);
    }

    /** Needs an API key, and of it the scope that the contract names. */
    SecurityFilterChain api(HttpSecurity http, ApiKeyFilter keys, ScopeRule scopes, List<Filter> border) throws Exception {
        AuthenticationEntryPoint refused = (request, response, failure) -> {
            response.setHeader("WWW-Authenticate", "ApiKey realm=\"hub\", header=\"" + ApiKeyFilter.HEADER + '"');
            String where = ApiKeyFilter.takesBearer(request) ? "as Authorization: Bearer, or in " : "in ";
            String detail = request.getAttribute(ApiKeyFilter.REFUSAL) instanceof String refusal ? refusal
                    : "Send a valid API key " + where + ApiKeyFilter.HEADER + '.';
            problems.send(request, response, Problem.of(401, "unauthorized", detail));
        };
        http.securityMatcher(paths("/api/**", "/v1/**"))
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR).permitAll()
                        .anyRequest().access(scopes))
                .addFilterBefore(keys, AnonymousAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(refused).accessDeniedHandler(scopes));
        return stateless(http, border);
    }

    /** Sandbox: the own machine only. Otherwise a login: form and session for people, Basic for a Prometheus scraper. */
    SecurityFilterChain console(HttpSecurity http, boolean sandbox, boolean secureCookies, Filter body, Filter loginRate) throws Exception {
        http.securityMatcher(paths("/hawtio/**", "/jolokia/**", "/actuator/**", "/sandbox/**", "/catalog/**", "/login", "/logout",
                        "/default-ui.css"))
                .authorizeHttpRequests(rules -> rules
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD).permitAll()
                        .requestMatchers(paths("/actuator/health/**")).permitAll()
                        // Hawtio's proxy would call any address from inside the network.
                        .requestMatchers(paths("/hawtio/proxy/**")).denyAll()
                        // Hawtio's own login, which is off and fails over what it can't read.
                        .requestMatchers(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/hawtio/auth/login")).denyAll()
                        .anyRequest().hasAuthority(ConsoleGuard.ROLE))
                .addFilterBefore(new ConsoleGuard(sandbox, problems), CsrfFilter.class)
                // The next one looks for its token in the fields of a form.
                .addFilterBefore(body, CsrfFilter.class)
                .headers(headers -> headers.frameOptions(FrameOptionsConfig::sameOrigin)
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                        // Hawtio's own page would not work with it.
                        .addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(paths("/catalog/**"), new ContentSecurityPolicyHeaderWriter(PAGE_POLICY))));
        return sandbox ? withoutLogin(http) : withLogin(http, secureCookies, loginRate);
    }

    private SecurityFilterChain withoutLogin(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(errors -> errors.authenticationEntryPoint((request, response, failure) -> problems.send(request,
                        response, Problem.of(403, "loopback-only", "In the sandbox the console answers on this machine only, "
                                + "at localhost, 127.0.0.1 or [::1], and not through a proxy."))))
                .build();
    }

    private SecurityFilterChain withLogin(HttpSecurity http, boolean secureCookies, Filter loginRate) throws Exception {
        CsrfTokenRequestAttributeHandler everyRequest = new CsrfTokenRequestAttributeHandler();
        // Hawtio sends the token back from the cookie: it must be there from the first page on.
        everyRequest.setCsrfRequestAttributeName(null);
        CookieCsrfTokenRepository cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
        cookie.setCookieCustomizer(builder -> builder.sameSite("Strict").secure(secureCookies));
        return http.csrf(csrf -> csrf.csrfTokenRepository(cookie).csrfTokenRequestHandler(everyRequest)
                        .ignoringRequestMatchers(SecurityChains::isProgram))
                .formLogin(form -> form.withObjectPostProcessor(new ObjectPostProcessor<LoginUrlAuthenticationEntryPoint>() {
                    @Override
                    public <O extends LoginUrlAuthenticationEntryPoint> O postProcess(O entry) {
                        // Behind a proxy that ends TLS the scheme would be wrong, and the name is whatever Host said.
                        entry.setFavorRelativeUris(true);
                        return entry;
                    }
                }))
                .httpBasic(basic -> basic.realmName("hub console"))
                .addFilterBefore(loginRate, LogoutFilter.class)
                .build();
    }

    /** A password with every request and no session: not a browser that another page could misuse ({@link ConsoleGuard} sees to it). */
    private static boolean isProgram(HttpServletRequest request) {
        return request.getHeader("Authorization") != null && request.getCookies() == null;
    }

    /** Whether a request tries a password. */
    static boolean triesPassword(HttpServletRequest request) {
        return request.getHeader("Authorization") != null
                || "POST".equals(request.getMethod()) && request.getRequestURI().endsWith("/login");
    }

    /** The contract and its pages; anything else, known or not, is 404. */
    SecurityFilterChain open(HttpSecurity http) throws Exception {
        AuthenticationEntryPoint notThere = (request, response, failure) -> problems.send(request, response, Problem.ofStatus(404));
        return http.authorizeHttpRequests(rules -> rules
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD).permitAll()
                        .requestMatchers(paths("/", "/openapi.yaml", "/docs/**", "/error")).permitAll()
                        .anyRequest().denyAll())
                .exceptionHandling(errors -> errors.authenticationEntryPoint(notThere))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(PAGE_POLICY))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** By the path alone: plain strings would ask Spring MVC, which doesn't see what Jolokia's and Hawtio's own servlets serve. */
    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(pattern -> PathPatternRequestMatcher.withDefaults().matcher(pattern)).toList());
    }

    private static SecurityFilterChain stateless(HttpSecurity http, List<Filter> border) throws Exception {
        // In this order behind the authorization: rate, then the body.
        Class<? extends Filter> after = AuthorizationFilter.class;
        for (Filter filter : border) {
            http.addFilterAfter(filter, after);
            after = filter.getClass();
        }
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
                .build();
    }
}
