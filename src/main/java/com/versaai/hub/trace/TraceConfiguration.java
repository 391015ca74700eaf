package com.versaai.hub.trace;

import com.versaai.hub.dryrun.Mask;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

    @Bean
    Traces traces(TraceSettings settings, ConfigurableEnvironment environment, Clock clock) {
        return new Traces(settings, () -> new Mask(environment), clock);
    }

    @Bean
    TraceApi traceOperations(Traces traces) {
        return new TraceApi(traces);
    }

    /** Before any route is made. */
    @Bean
    CamelContextConfiguration stepRecorder(Traces traces, Clock clock) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy(new StepRecorder(traces, clock));
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // nothing to do
            }
        };
    }
}
