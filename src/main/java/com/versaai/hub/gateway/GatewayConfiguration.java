package com.versaai.hub.gateway;

import com.versaai.hub.rate.TokenBuckets;
import com.versaai.hub.reload.RouteGate;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/** Beans of the HTTP border. */
@Configuration(proxyBeanMethods = false)
@Import(SlowConfiguration.class)
class GatewayConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayConfiguration.class);

    /** Password guesses per address. */
    private static final TokenBuckets.Limit LOGINS = new TokenBuckets.Limit(5, Duration.ofSeconds(1), 30);

    private final boolean sandbox;
    private final GatewaySettings settings;
    private final TokenBuckets buckets;
    private final ApplicationAvailability availability;
    private final RouteGate gate;
    private final ObjectProvider<Admission> admission;

    GatewayConfiguration(Environment environment, GatewaySettings settings, TokenBuckets buckets, ApplicationAvailability availability,
                         ObjectProvider<RouteGate> gate, ObjectProvider<Admission> admission) {
        this.sandbox = environment.acceptsProfiles(Profiles.of("sandbox"));
        this.settings = settings;
        this.buckets = buckets;
        this.availability = availability;
        this.gate = gate.getIfAvailable(RouteGate::new);
        this.admission = admission;
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    RequestBytes requestBytes() {
        return new RequestBytes();
    }

    @Bean
    RequestHeaders requestHeaders() {
        return new RequestHeaders();
    }

    @Bean
    ReservedSources reservedSources(ApiSettings api, ObjectProvider<ProvedSources> proved) {
        // Asked when it is needed: who proves sources needs the gateway itself.
        return new ReservedSources(api.reservedSources(), () -> {
            ProvedSources known = proved.getIfAvailable();
            return known == null ? List.of() : known.paths();
        });
    }

    @Bean
    CloudEventRequests cloudEvents(ReservedSources reserved) {
        return new CloudEventRequests(reserved);
    }

    @Bean
    HubHeaderFilter hubHttpHeaderFilter() {
        return HubHeaderFilter.forHttp(settings);
    }

    @Bean
    HubHeaderFilter hubKafkaHeaderFilter() {
        return HubHeaderFilter.forKafka();
    }

    /** Takes the place of the starter's engine, by name. */
    @Bean("platform-http-engine")
    PlatformHttpEngine borderEngine(Environment environment, @Qualifier("hubHttpHeaderFilter") HubHeaderFilter headers,
            Problems problems, Answers answers) {
        NameList parameters = new NameList(HubHeaderFilter.QUERY_PARAMETERS, settings.queryParameters());
        int port = environment.getProperty("server.port", Integer.class, 8080);
        return new BorderEngine(port, new HttpBorder(headers, parameters, problems, answers));
    }

    @Bean
    BorderMapping borderMapping() {
        return new BorderMapping();
    }

    @Bean
    ComponentCustomizer tellsBorderMapping(BorderMapping mapping) {
        return ComponentCustomizer.forType(PlatformHttpComponent.class, http -> http.addPlatformHttpListener(mapping));
    }

    /** A span and three timers for each of a dozen filters would cost more than the filters. */
    @Bean
    SecurityObservationSettings withoutSecurityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    StrictHttpFirewall httpFirewall() {
        return new BorderFirewall();
    }

    @Bean
    ContractScopes contractScopes() {
        return ContractScopes.read();
    }

    /** At once: the way to the error page leads through the firewall again, which refuses the same request there. */
    @Bean
    RequestRejectedHandler refusedByFirewall(Problems problems) {
        return (request, response, refusal) -> problems.send(request, response, Problem.ofStatus(400));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsFromTomcat() {
        return factory -> {
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemReportValve.class.getName());
                }
            });
            // Only so that FirstFilter gets to see it: Tomcat would refuse it by way of an error page that obeys TRACE.
            factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
            // Likewise: ids may hold both, and FirstFilter refuses them everywhere else. Tomcat decodes neither, nor then the percent sign.
            factory.addConnectorCustomizers(connector -> {
                connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
                connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            });
        };
    }

    @Bean
    FilterRegistrationBean<Filter> firstFilter(Problems problems, MeterRegistry meters, ContractScopes contract) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(new FirstFilter(problems, meters, contract));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    /** In front of the chains, so that no door of the sandbox, known or to come, is forgotten. */
    @Bean
    @Profile("sandbox")
    FilterRegistrationBean<SandboxGuard> sandboxGuard(SandboxDoors doors, Problems problems) {
        FilterRegistrationBean<SandboxGuard> registration = new FilterRegistrationBean<>(new SandboxGuard(doors, problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    NothingHere nothingHere(Problems problems) {
        return new NothingHere(problems);
    }

    @Bean
    SecurityChains securityChains(Problems problems) {
        return new SecurityChains(problems);
    }

    @Bean
    @Order(1)
    SecurityFilterChain webhookChain(HttpSecurity http, SecurityChains chains, Problems problems, SlowRequests slowBodies) throws Exception {
        return chains.webhooks(http, border("webhooks", settings.rate().webhooks(), problems, slowBodies));
    }

    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http, SecurityChains chains, Problems problems, ApiSettings api, LocalAccess local,
            SandboxDoors doors, SlowRequests slowBodies, ContractScopes contract) throws Exception {
        // Where others can call, a published key is no key.
        ApiKeys keys = new ApiKeys(api, sandbox && !doors.openToNetwork());
        if (api.keys().isEmpty()) {
            LOG.warn("hub.api.keys is empty: nobody can call /api");
        }
        return chains.api(http, new ApiKeyFilter(keys, local), new ScopeRule(contract, problems),
                border("api", settings.rate().api(), problems, slowBodies));
    }

    @Bean
    LocalAccess localAccess(ApiSettings api) {
        return new LocalAccess(api.localAccess());
    }

    @Bean
    @Order(3)
    SecurityFilterChain consoleChain(HttpSecurity http, SecurityChains chains, Problems problems, ConsoleSettings console,
            SlowRequests slowBodies) throws Exception {
        return chains.console(http, sandbox, console.secureCookies(), SlowConfiguration.forConsole(settings, slowBodies, problems),
                new RateFilter(buckets.limiter("logins", LOGINS), problems, SecurityChains::triesPassword));
    }

    @Bean
    @Order(4)
    SecurityFilterChain openChain(HttpSecurity http, SecurityChains chains) throws Exception {
        return chains.open(http);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    UserDetailsService consoleUsers(ConsoleSettings console) {
        if (sandbox) {
            return new InMemoryUserDetailsManager();
        }
        boolean nobody = console.user() == null || console.user().isBlank() || console.passwordHash() == null
                || console.passwordHash().isBlank();
        if (nobody) {
            LOG.warn("hub.console.user and hub.console.password-hash aren't set: nobody can log in to Hawtio");
            return new InMemoryUserDetailsManager();
        }
        if (!console.passwordHash().matches("\\{(bcrypt|argon2@SpringSecurity_v5_8|scrypt@SpringSecurity_v5_8|pbkdf2@SpringSecurity_v5_8)}.+")) {
            throw new UnsafeSettingException("hub.console.password-hash isn't a salted hash",
                    "Set it to {bcrypt} followed by the hash, for example from: htpasswd -nbBC 12 '' <password>");
        }
        return new InMemoryUserDetailsManager(User.withUsername(console.user()).password(console.passwordHash())
                .authorities(ConsoleGuard.ROLE).build());
    }

    private List<Filter> border(String traffic, GatewaySettings.Limit limit, Problems problems, SlowRequests slowBodies) {
        return List.of(new StartingFilter(availability, admission.getIfAvailable(() -> Optional::empty), problems),
                new RateFilter(buckets.limiter(traffic, limit.asTokens()), problems, request -> true),
                SlowConfiguration.forRoutes(settings, slowBodies, problems),
                new SwapFilter(gate));
    }
}
