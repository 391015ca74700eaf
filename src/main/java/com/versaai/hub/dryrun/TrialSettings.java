package com.versaai.hub.dryrun;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.routes.trial.*}: having the hub run texts that a caller sent.
 *
 * @param enabled whether keys with scope {@code routes:code} may; the command line on the hub's own machine always may
 */
@Validated
@ConfigurationProperties("hub.routes.trial")
record TrialSettings(@DefaultValue("false") boolean enabled) {
}
