package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.SealedTexts;
import com.versaai.hub.provider.Secrets;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of Slack's kamelets, and the connector. */
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    @Bean
    Connector slackConnector(Secrets secrets, ObjectProvider<SlackTokens> tokens, ObjectProvider<Clock> clock) {
        Clock time = clock.getIfAvailable(Clock::systemUTC);
        return new SlackConnector(secrets, new SlackHistoryCalls(secrets, tokens::getIfAvailable, time), time);
    }

    @Bean
    SlackReplies slackReplies(SealedTexts seals, Secrets secrets, FaultClassifier faultClassifier, ObjectProvider<Clock> clock) {
        return new SlackReplies(seals, secrets, faultClassifier, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    AuthorizedCalls slackAccess(BoundedAnswers boundedAnswers, Secrets secrets, SlackReplies slackReplies, SlackFiles slackFiles,
            ObjectProvider<SlackTokens> tokens) {
        return new AuthorizedCalls(boundedAnswers, new SlackAccess(secrets, slackReplies, slackFiles, tokens::getIfAvailable));
    }

    @Bean
    SlackMessages slackMessages(Secrets secrets, FaultClassifier faultClassifier) {
        return new SlackMessages(secrets, faultClassifier);
    }

    @Bean
    SlackFiles slackFiles(Secrets secrets, FaultClassifier faultClassifier) {
        return new SlackFiles(secrets, faultClassifier);
    }

    @Bean
    SlackOperations slackOperations(FaultClassifier faultClassifier) {
        return new SlackOperations(faultClassifier);
    }

    @Bean
    SlackLookups slackLookups(FaultClassifier faultClassifier) {
        return new SlackLookups(faultClassifier);
    }
}
