package com.versaai.hub.mapping;

import jakarta.validation.Valid;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param importantPayment when a payment is told to people */
@Validated
@ConfigurationProperties("hub.events")
record EventSettings(@Valid @DefaultValue ImportantPayment importantPayment) {
}
