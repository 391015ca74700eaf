package com.versaai.hub.delivery.deadletter;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.delivery.destination.Destinations;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.engine.GroupCommit;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.rate.TokenBuckets;
import java.time.Clock;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of bulk acts on dead letters; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class DeadLetterJobConfiguration {

    @Bean
    DeadLetterJobs deadLetterJobs(DataSource database, DeadLetterJobProperties settings, Clock clock) {
        return new DeadLetterJobs(database, settings, clock);
    }

    @Bean(destroyMethod = "close")
    DeadLetterJobRunner deadLetterJobRunner(DeadLetters letters, DeliveryQueries deliveries, DeadLetterJobProperties jobs, Destinations destinations,
                                            TokenBuckets buckets, Backlog backlog, JdbcTemplate jdbc, GroupCommit commits, ClockWatch clock) {
        DeadLetterJobPace pace = new DeadLetterJobPace(jobs, destinations, buckets, name -> queued(backlog, name));
        return new DeadLetterJobRunner(new DeadLetterJobItems(jdbc, commits, clock), letters, deliveries, pace,
                name -> destinations.all().containsKey(name) || Set.of(DeadLetterBox.INBOX, DeadLetterBox.ROUTING).contains(name));
    }

    /** Events of one type have several readers; what is routed again is held by its rate alone. */
    private static long queued(Backlog backlog, String name) {
        return switch (name) {
            case DeadLetterBox.INBOX -> backlog.of("hub.inbox-map", Topics.INBOX);
            case DeadLetterBox.ROUTING -> 0;
            default -> backlog.of("hub." + name + "-deliver", Topics.ofDestination(name));
        };
    }
}
