package com.versaai.hub.engine;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.springboot.KafkaComponentConfiguration;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "hub.bus.embedded.enabled", matchIfMissing = true)
    EmbeddedKafka embeddedKafka(BusProperties settings, ObjectProvider<BrokerStart.Starting> starting) {
        BrokerStart.Starting early = starting.getIfAvailable();
        return early == null ? EmbeddedKafka.start(settings.embedded()) : early.await();
    }

    @Bean
    Brokers brokers(BusProperties settings, ObjectProvider<EmbeddedKafka> embedded) {
        EmbeddedKafka here = embedded.getIfAvailable();
        String address = here == null ? settings.brokers() : here.brokers();
        if (address == null || address.isBlank()) {
            throw new EngineStartException("hub.bus.brokers is empty and the embedded broker is off",
                    "Say where Kafka is: HUB_BUS_BROKERS=host:port,host:port", null);
        }
        return new Brokers(address);
    }

    @Bean(destroyMethod = "close")
    Admin kafkaAdmin(Brokers brokers, KafkaComponentConfiguration clients) {
        return Admin.create(AdminSettings.of(brokers, clients));
    }

    @Bean
    Topics topics(BusProperties settings, Brokers brokers, Admin admin) {
        Topics topics = new Topics(settings, admin, brokers);
        topics.create();
        if (settings.embedded().enabled()) {
            topics.keepUntilAcknowledged();
            LeftMembers.remove(admin);
        } else {
            topics.warnOfShortRetention();
        }
        return topics;
    }

    /** An external Kafka's topics are kept to a size by those who run it. */
    @Bean
    TopicTrim topicTrim(Admin admin, BusProperties settings, Clock clock) {
        boolean embedded = settings.embedded().enabled();
        return new TopicTrim(admin, name -> name.startsWith("hub."), embedded ? settings.embedded().topicMaxSize().toBytes() : 0,
                embedded ? settings.retention() : null, clock);
    }

    /** After the topics are there and before anybody reads them. */
    @Bean
    Positions positions(Admin admin, Topics topics, TopicReader reader, JdbcTemplate jdbc, MeterRegistry meters, Clock clock, BusProperties settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        Positions positions = new Positions(admin, reader, jdbc, meters, clock);
        positions.compare(settings.acceptLoss());
        return positions;
    }

    /** Asks for the positions, which are compared before anybody is given a place. */
    @Bean
    Subscriptions subscriptions(Admin admin, JdbcTemplate jdbc, Clock clock, Positions positions) {
        return new Subscriptions(admin, jdbc, clock);
    }

    @Bean
    Backlog backlog(Admin admin) {
        return new Backlog(admin);
    }

    @Bean
    TopicReader topicReader(Brokers brokers, KafkaComponentConfiguration clients) {
        return new TopicReader(AdminSettings.ofConsumers(brokers, clients));
    }

    @Bean
    Acknowledge acknowledge() {
        return new Acknowledge();
    }

    @Bean
    Stopping stopping() {
        return new Stopping();
    }

    /** Camel sets the timeout of its own strategy only. */
    @Bean
    ShutdownStrategy boundedStop(Stopping stopping, @Value("${camel.main.shutdown-timeout}") long seconds) {
        BoundedStop stop = new BoundedStop(stopping);
        stop.setTimeout(seconds);
        return stop;
    }

    @Bean
    TickFailures tickFailures() {
        return new TickFailures();
    }

    /** Numbers that wait for the end of their minute are written before the hub is gone. */
    @Bean
    AutoCloseable lastLines() {
        return RepeatedLines::tellAll;
    }

    @Bean
    UnacknowledgedRecords unacknowledgedRecords() {
        return new UnacknowledgedRecords();
    }

    /** Asks for the topics, and for the positions, so that no consumer starts before they exist and are compared. */
    @Bean
    ComponentCustomizer kafkaCustomizer(Brokers brokers, Topics topics, Positions positions, UnacknowledgedRecords unacknowledged, Stopping stopping,
                                      BusProperties bus) {
        AcknowledgingConsumers consumers = new AcknowledgingConsumers(unacknowledged, stopping, bus.pollLinger());
        return ComponentCustomizer.forType(KafkaComponent.class, kafka -> {
            kafka.getConfiguration().setBrokers(brokers.address());
            kafka.setKafkaClientFactory(consumers);
            kafka.setKafkaManualCommitFactory(consumers);
        });
    }
}
