package com.versaai.hub.clock;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ClockWatch clockWatch(Clock clock) {
        return new ClockWatch(clock, System::nanoTime);
    }
}
