package com.versaai.hub.delivery.direct;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code POST /api/v1/slack/messages} ({@code hub.slack.api.*}).
 *
 * @param channels to which callers may post, spelled as deliveries spell them, for both share a channel's rate; none where none is named
 */
@Validated
@ConfigurationProperties("hub.slack.api")
record DirectSettings(@NotNull @DefaultValue Set<@NotBlank String> channels) {

    DirectSettings {
        channels = Set.copyOf(channels);
    }
}
