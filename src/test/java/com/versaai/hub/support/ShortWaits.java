package com.versaai.hub.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at once and then often: Awaitility itself waits for 100 ms before it looks for the first time, which thousands of waits for what
 * has already happened add up to minutes. Found by META-INF/services for every test class.
 */
public final class ShortWaits implements BeforeAllCallback {

    private static final Duration LOOK = Duration.ofMillis(25);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(LOOK);
    }
}
