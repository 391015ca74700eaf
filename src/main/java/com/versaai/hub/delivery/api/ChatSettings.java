package com.versaai.hub.delivery.api;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What may be done from a chat ({@code hub.chat.*}).
 *
 * @param operators who may see and replay dead letters: {@code <source>/<team>/<user>} with the ids of the provider, {@code slack/T0HUB/U0HUB};
 *                  nobody where none is named. A user id alone would do for a user of another workspace that has the same app
 */
@Validated
@ConfigurationProperties("hub.chat")
record ChatSettings(@NotNull @DefaultValue Set<@Pattern(regexp = "[a-z][a-z0-9-]{0,39}/[A-Za-z0-9]{1,40}/[A-Za-z0-9]{1,40}") String> operators) {

    ChatSettings {
        operators = Set.copyOf(operators);
    }
}
