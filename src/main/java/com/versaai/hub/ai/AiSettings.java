package com.versaai.hub.ai;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.*}: how long and how often the gateway tries.
 *
 * @param deadline longest time for an answer, all attempts and waits together; of a stream, until its first token
 * @param attempts calls to one model of one provider
 * @param patience longest time of one attempt
 * @param silence  longest pause within a stream
 * @param maxWait  longest wait between two attempts, whatever a provider asks for
 * @param atOnce   requests under way at once, waiting ones and streams too: each holds a thread, and webhooks need some as well
 */
@Validated
@ConfigurationProperties("hub.ai")
record AiSettings(
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("2") @Min(1) int attempts,
        @DefaultValue("20s") Duration patience,
        @DefaultValue("15s") Duration silence,
        @DefaultValue("5s") Duration maxWait,
        @DefaultValue("512") @Min(1) int atOnce) {
}
