package com.versaai.hub.reload;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where routes are and what is done with them.
 *
 * @param directory     folder of {@code *.java} and {@code *.yaml} routes
 * @param kamelets      folder of {@code *.kamelet.yaml}
 * @param brokenAtStart what a hub does that starts with a broken file
 * @param refuseUnsafe  whether a route without error policy, or with a door of its own, counts as broken
 */
@Validated
@ConfigurationProperties("hub.routes")
public record RouteSettings(
        @NotNull @DefaultValue("routes") Path directory,
        @NotNull @DefaultValue("kamelets") Path kamelets,
        @NotNull @DefaultValue("skip") BrokenAtStart brokenAtStart,
        @DefaultValue("true") boolean refuseUnsafe,
        @Valid @DefaultValue Reload reload) {

    /** What becomes of a start with a broken file. */
    public enum BrokenAtStart {
        /** Starts without that file, and says so. */
        SKIP,
        /** Does not start: a rolling update stops at the first node. */
        FAIL
    }

    /**
     * @param enabled          whether edits are taken over while the hub runs
     * @param look             how often the folders are looked at; a file is read once it has been the same twice
     * @param configureTimeout longest that {@code configure()} of a route file may take
     * @param inFlightTimeout  longest that messages inside a replaced route are waited for
     */
    public record Reload(
            @DefaultValue("true") boolean enabled,
            @NotNull @DefaultValue("150ms") Duration look,
            @NotNull @DefaultValue("5s") Duration configureTimeout,
            @NotNull @DefaultValue("20s") Duration inFlightTimeout) {
    }
}
