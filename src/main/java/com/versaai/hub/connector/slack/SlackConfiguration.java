package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.provider.AuthorizedCalls;
import com.versaai.hub.provider.BoundedAnswers;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Secrets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of Slack's kamelets, and the connector. */
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    @Bean
    Connector slackConnector() {
        return new SlackConnector();
    }

    @Bean
    AuthorizedCalls slackAccess(BoundedAnswers boundedAnswers, Secrets secrets, SlackFiles slackFiles) {
        return new AuthorizedCalls(boundedAnswers, new SlackAccess(secrets, slackFiles));
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
