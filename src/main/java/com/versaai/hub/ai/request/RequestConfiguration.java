package com.versaai.hub.ai.request;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reading of requests. */
@Configuration(proxyBeanMethods = false)
class RequestConfiguration {

    @Bean
    ChatRequests chatRequests(RequestSettings settings) {
        return new ChatRequests(settings);
    }
}
