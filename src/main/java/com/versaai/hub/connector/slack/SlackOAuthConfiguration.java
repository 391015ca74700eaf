package com.versaai.hub.connector.slack;

import com.versaai.hub.provider.Secrets;
import com.versaai.hub.provider.TokenEndpoint;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of the installation by OAuth: but for the first there are none while it is off. */
@Configuration(proxyBeanMethods = false)
class SlackOAuthConfiguration {

    private static final String ENABLED = "hub.slack.oauth.enabled";

    @Bean
    SlackInstallOperations slackInstallOperations(ObjectProvider<SlackInstall> install, ObjectProvider<SlackInstallations> installations) {
        return new SlackInstallOperations(install::getIfAvailable, installations::getIfAvailable);
    }

    @Bean
    @ConditionalOnProperty(ENABLED)
    SlackInstallations slackInstallations(JdbcTemplate jdbc, SlackOAuthSettings settings) {
        settings.requireComplete();
        return new SlackInstallations(jdbc, new SlackTokenSeal(settings.keys()));
    }

    @Bean
    @ConditionalOnProperty(ENABLED)
    SlackOAuthCalls slackOAuthCalls(TokenEndpoint endpoint, Secrets secrets, SlackOAuthSettings settings) {
        return new SlackOAuthCalls(endpoint, secrets, settings);
    }

    @Bean
    @ConditionalOnProperty(ENABLED)
    SlackTokens slackTokens(SlackInstallations installations, SlackOAuthCalls calls, Clock clock) {
        return new SlackTokens(installations, calls, clock);
    }

    @Bean
    @ConditionalOnProperty(ENABLED)
    SlackInstall slackInstall(SlackOAuthSettings settings, JdbcTemplate jdbc, SlackOAuthCalls calls, SlackInstallations installations, Clock clock) {
        return new SlackInstall(settings, new SlackCodes(jdbc, clock), calls, installations, clock);
    }
}
