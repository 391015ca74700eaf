package com.versaai.hub.inbound.feed;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.inbound.Intake;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads what providers have to be asked for. Does nothing where no feed is configured. */
@Configuration(proxyBeanMethods = false)
class FeedConfiguration {

    @Bean
    Feeds feeds(ObjectProvider<Connector> connectors, JdbcTemplate jdbc, ClockWatch watch, Clock clock, Intake intake) {
        FeedPositions positions = new FeedPositions(jdbc, watch, UUID.randomUUID().toString());
        return new Feeds(connectors.stream(), feed -> new FeedReader(feed, positions, intake::accept, clock, FeedReader.Pace.USUAL), positions);
    }
}
