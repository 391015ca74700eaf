package com.versaai.hub;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Ends the hub as soon as it is ready: {@code sh train} in {@code target/hub} starts it so once, and the JVM then writes
 * down the classes it has loaded (class data sharing, docs/performance.md).
 */
@Component
@ConditionalOnProperty("hub.start-training")
class StartTraining implements ApplicationListener<ApplicationReadyEvent> {

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        System.exit(SpringApplication.exit(event.getApplicationContext()));
    }
}
