package com.versaai.hub.provider;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What all connectors share; kamelets and the delivery look some of it up by name. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    Secrets secrets(Environment environment) {
        return new Secrets(environment);
    }

    @Bean
    SealedTexts sealedTexts(Environment environment) {
        return new SealedTexts(environment);
    }

    @Bean
    FaultClassifier faultClassifier(ObjectProvider<Clock> clock, FaultDecoders decoders) {
        return new FaultClassifier(clock.getIfAvailable(Clock::systemUTC), decoders);
    }

    @Bean
    BoundedAnswers boundedAnswers(HttpSettings settings) {
        return new BoundedAnswers(settings.maxAnswer().toBytes(), settings.longestCall());
    }

    @Bean
    TokenEndpoint tokenEndpoint(BoundedAnswers boundedAnswers, HttpSettings settings, ObjectProvider<Clock> clock,
            FaultClassifier faultClassifier) {
        return new TokenEndpoint(boundedAnswers, settings.tokenTimeout(), clock.getIfAvailable(Clock::systemUTC), faultClassifier);
    }

    /** Completions are longer than other answers and have as long as their request has left. */
    @Bean
    AuthorizedCalls chatAccess(HttpSettings settings, Secrets secrets) {
        return new AuthorizedCalls(new TimedCalls(new BoundedAnswers(settings.maxCompletion().toBytes(), settings.longestCall())),
                new ApiKeyAccess(secrets));
    }

    @Bean
    ChatStreams chatStreams(Secrets secrets, HttpSettings settings) {
        return new ChatStreams(secrets, Duration.ofSeconds(2), settings.longestStream());
    }

    @Bean
    AnswerType answerType() {
        return new AnswerType();
    }

    @Bean({"analyticsAnswers", "promisedAnswers"})
    AnalyticsAnswers analyticsAnswers(FaultClassifier faultClassifier) {
        return new AnalyticsAnswers(faultClassifier);
    }
}
