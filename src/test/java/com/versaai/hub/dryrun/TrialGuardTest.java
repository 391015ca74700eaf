package com.versaai.hub.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.gateway.Caller;
import com.versaai.hub.gateway.ProblemException;
import com.versaai.hub.gateway.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TrialGuardTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void isOffUnlessItIsSwitchedOn() {
        assertThatThrownBy(() -> guard(false).begin(from(Set.of(Scope.ROUTES_CODE), false), 1)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(403);
            assertThat(refused.problem().extensions()).containsEntry("setting", "hub.routes.trial.enabled");
            assertThat(refused.problem().detail()).contains("bin/hub");
        });
        assertThatCode(() -> guard(true).begin(from(Set.of(Scope.ROUTES_CODE), false), 1)).doesNotThrowAnyException();
        assertThatCode(() -> guard(false).begin(from(Set.of(Scope.ROUTES_CODE), true), 1)).as("the hub's own machine").doesNotThrowAnyException();
    }

    @Test
    void needsItsScopeWhoeverAsksAndHowever() {
        for (boolean local : List.of(true, false)) {
            assertThatThrownBy(() -> guard(true).begin(from(Set.of(Scope.ROUTES_DRY_RUN, Scope.ROUTES_READ), local), 1))
                    .isInstanceOf(ProblemException.class).hasMessageContaining("routes:code");
        }
        assertThatThrownBy(() -> guard(true).begin(new DefaultExchange(new DefaultCamelContext()), 1)).as("nobody").isInstanceOf(ProblemException.class);
    }

    @Test
    void masksEverySecretThatIsConfiguredAndNoWordBesides() {
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("hub.provider.stripe.webhook-secrets", "first-secret,second-secret",
                "hub.api.keys[0].key", "key-of-the-product", "hub.api.keys[0].name", "product", "spring.datasource.password", "pa55word",
                "hub.ai.cache.secret", "of-the-cache", "hub.texts.locale", "locale-es")));

        String shown = guard(true).shown(Map.of("a first-secret", List.of("x second-secret y", Map.of("b", "key-of-the-product pa55word of-the-cache")),
                "c", "product locale-es")).toString();

        assertThat(shown).doesNotContain("first-secret", "second-secret", "key-of-the-product", "pa55word", "of-the-cache").contains("product locale-es", "a ***");
    }

    private TrialGuard guard(boolean enabled) {
        return new TrialGuard(new TrialSettings(enabled), environment, new ObjectMapper());
    }

    private static Exchange from(Set<Scope> scopes, boolean local) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty("hub.access", new Caller("product", scopes, local));
        return exchange;
    }
}
