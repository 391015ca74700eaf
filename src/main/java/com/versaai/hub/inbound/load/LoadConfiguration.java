package com.versaai.hub.inbound.load;

import com.versaai.hub.clock.ClockWatch;
import com.versaai.hub.connector.Connector;
import com.versaai.hub.engine.Backlog;
import com.versaai.hub.engine.Topics;
import com.versaai.hub.inbound.Intake;
import com.versaai.hub.inbound.Sources;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Beans of first loads; Camel's routes find them by their names. */
@Configuration(proxyBeanMethods = false)
class LoadConfiguration {

    @Bean
    Loads loads(JdbcTemplate jdbc, ClockWatch clock, LoadSettings settings) {
        return new Loads(jdbc, clock, settings, UUID.randomUUID().toString());
    }

    @Bean
    LoadSources loadSources(Sources sources, ObjectProvider<Connector> connectors) {
        return new LoadSources(sources::all, connectors::stream);
    }

    @Bean(destroyMethod = "close")
    LoadRunner loadRunner(Loads loads, LoadSources sources, LoadSettings settings, Backlog backlog, Intake intake, Clock clock) {
        LoadPace pace = new LoadPace(settings, () -> backlog.of("hub.inbox-map", Topics.INBOX), System::nanoTime);
        return new LoadRunner(loads, sources, settings, pace, intake::accept, clock, System::nanoTime);
    }

    @Bean
    LoadsApi loadOperations(Loads loads, LoadSources sources) {
        return new LoadsApi(loads, sources);
    }
}
