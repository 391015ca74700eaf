package com.versaai.hub.ai.chain;

import com.versaai.hub.clock.SteadyClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The providers' limits and circuits. */
@Configuration(proxyBeanMethods = false)
class ChainConfiguration {

    @Bean
    ProviderLimits providerLimits(Clock clock) {
        return new ProviderLimits(clock, new SteadyClock(clock));
    }

    @Bean
    ChatCircuits chatCircuits(ChainSettings settings, MeterRegistry meters, Clock clock) {
        return new ChatCircuits(settings, meters, clock);
    }

    /** Routes name a provider's circuit {@code chat-<account>-circuit}. */
    @Bean
    CamelContextConfiguration chatCircuitsInRegistry(ChatCircuits circuits) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                circuits.breakers().forEach((account, breaker) -> context.getRegistry().bind("chat-" + account + "-circuit", breaker));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing to do
            }
        };
    }
}
