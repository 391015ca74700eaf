package com.versaai.hub.dryrun;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.plan.TrialPlans;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.inbound.InboundTrials;
import com.versaai.hub.reload.Stages;
import java.time.Clock;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class DryRunConfiguration {

    @Bean
    DryRun dryRun(Stages stages, TrialPlans plans, Topics topics, ApplicationContext spring, ObjectMapper json) {
        return new DryRun(stages, plans, topics, spring, json);
    }

    @Bean
    RequestDryRun requestDryRun(InboundTrials inbound, DryRun dryRun) {
        return new RequestDryRun(inbound, dryRun);
    }

    @Bean
    TimeTravel timeTravel(Stages stages, TrialPlans plans, InboundTrials inbound, TopicReader reader, Topics topics, ObjectMapper json) {
        return new TimeTravel(stages, plans, inbound, reader, topics, json);
    }

    @Bean
    Samples samples(Stages stages, TrialPlans plans, TimeTravel travel, TopicReader reader, Topics topics, JdbcTemplate jdbc) {
        return new Samples(stages, plans, travel, reader, topics, jdbc);
    }

    @Bean
    DryRunApi dryRuns(DryRun dryRun, RequestDryRun requests, TimeTravel travel, Samples samples, TrialSettings settings, ConfigurableEnvironment environment,
                      ObjectMapper json, Clock clock) {
        return new DryRunApi(dryRun, requests, travel, samples, new TrialGuard(settings, environment, json), clock);
    }
}
