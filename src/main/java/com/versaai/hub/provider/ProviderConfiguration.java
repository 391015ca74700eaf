package com.versaai.hub.provider;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans that kamelets and the delivery look up by name. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Secrets secrets(Environment environment) {
        return new Secrets(environment);
    }

    @Bean
    FaultClassifier faultClassifier(ObjectProvider<Clock> clock) {
        return new FaultClassifier(clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    BoundedAnswers boundedAnswers(HttpSettings settings) {
        return new BoundedAnswers(settings.maxAnswer().toBytes());
    }

    @Bean
    TokenEndpoint tokenEndpoint(BoundedAnswers boundedAnswers, HttpSettings settings, ObjectProvider<Clock> clock,
            FaultClassifier faultClassifier) {
        return new TokenEndpoint(boundedAnswers, settings.tokenTimeout(), clock.getIfAvailable(Clock::systemUTC), faultClassifier);
    }

    @Bean
    AuthorizedCalls stripeAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new ApiKeyAccess(secrets));
    }

    @Bean
    AuthorizedCalls slackAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new SlackAccess(secrets));
    }

    @Bean
    AuthorizedCalls salesforceAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint,
            ObjectProvider<Clock> clock) {
        return new AuthorizedCalls(boundedAnswers,
                new SalesforceAccess(secrets, tokenEndpoint, clock.getIfAvailable(Clock::systemUTC)));
    }

    @Bean
    AuthorizedCalls hubspotAccess(BoundedAnswers boundedAnswers, Secrets secrets, TokenEndpoint tokenEndpoint,
            ObjectProvider<Clock> clock) {
        return new AuthorizedCalls(boundedAnswers,
                new HubspotAccess(secrets, tokenEndpoint, clock.getIfAvailable(Clock::systemUTC)));
    }

    @Bean
    AuthorizedCalls ga4Access(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new Ga4Access(secrets));
    }

    @Bean
    AuthorizedCalls mixpanelAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new MixpanelAccess(secrets));
    }

    @Bean
    AmplitudeCalls amplitudeAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AmplitudeCalls(boundedAnswers, secrets);
    }

    @Bean
    AuthorizedCalls segmentAccess(BoundedAnswers boundedAnswers, Secrets secrets) {
        return new AuthorizedCalls(boundedAnswers, new SegmentAccess(secrets));
    }

    /** Completions are longer than other answers and have as long as their request has left. */
    @Bean
    AuthorizedCalls chatAccess(HttpSettings settings, Secrets secrets) {
        return new AuthorizedCalls(new TimedCalls(new BoundedAnswers(settings.maxCompletion().toBytes())), new ApiKeyAccess(secrets));
    }

    @Bean
    ChatStreams chatStreams(Secrets secrets) {
        return new ChatStreams(secrets, Duration.ofSeconds(2));
    }

    @Bean
    AnalyticsAnswers analyticsAnswers(FaultClassifier faultClassifier) {
        return new AnalyticsAnswers(faultClassifier);
    }

    @Bean
    SlackMessages slackMessages(Secrets secrets, FaultClassifier faultClassifier) {
        return new SlackMessages(secrets, faultClassifier);
    }

    @Bean
    SalesforceRecords salesforceRecords(Secrets secrets) {
        return new SalesforceRecords(secrets);
    }

    @Bean
    HubspotObjects hubspotObjects(FaultClassifier faultClassifier) {
        return new HubspotObjects(faultClassifier);
    }
}
