package com.versaai.hub.lint;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the route files are ({@code hub.routes.*}).
 *
 * @param directory the folder of the routes
 * @param kamelets  the folder of the kamelets
 */
@Validated
@ConfigurationProperties("hub.routes")
record LintSettings(@NotNull @DefaultValue("routes") Path directory, @NotNull @DefaultValue("kamelets") Path kamelets) {
}
