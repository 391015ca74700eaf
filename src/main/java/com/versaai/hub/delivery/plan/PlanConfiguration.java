package com.versaai.hub.delivery.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.EventPublisher;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Positions;
import com.versaai.hub.engine.TopicReader;
import com.versaai.hub.event.EventRecords;
import com.versaai.hub.mapping.Mappings;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of this package; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class PlanConfiguration {

    @Bean
    TrialPlans trialPlans(Destinations destinations, Mappings mappings, EventRecords records, ObjectMapper json, Clock clock) {
        return new TrialPlans(destinations, mappings, records, json, clock);
    }

    @Bean
    DeliveryPlan deliveryPlan(Destinations destinations, Mappings mappings, ObjectMapper json, Clock clock) {
        return new DeliveryPlan(destinations, mappings, json, clock);
    }

    @Bean
    Journal journal(DeliveryPlan plan, GroupCommit commits, Clock clock) {
        return new Journal(plan, commits, clock);
    }

    @Bean
    RoutingFailures routingFailures(DeadLetterBox box, GroupCommit commits, EventRecords records, ObjectMapper json,
                                    Clock clock) {
        return new RoutingFailures(box, commits, records, json, clock);
    }

    /** Before any route is made. */
    @Bean
    CamelContextConfiguration everyEnd(RoutingFailures routingFailures) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy(new EveryEnd(routingFailures));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing to do
            }
        };
    }

    @Bean
    LostDeliveries lostDeliveries(JdbcTemplate jdbc, GroupCommit commits, ObjectMapper json, EventPublisher events, Clock clock) {
        return new LostDeliveries(jdbc, commits, json, events, clock);
    }

    /** Once everything runs: what is lost is told by an event. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> lostDeliveriesAtStart(LostDeliveries lost, Positions positions, TopicReader reader) {
        return ready -> lost.settleAfter(positions.gaps(), reader);
    }
}
