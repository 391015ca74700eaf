package com.versaai.hub.connector;

import com.versaai.hub.verification.Scheme;
import com.versaai.hub.verification.Verification;
import java.time.Duration;
import java.util.Map;

/**
 * A scheme of {@link Scheme} with its parameters, as they stand in the file.
 *
 * @param window null for the scheme's own
 */
public record InboundProof(String scheme, Map<String, String> parameters, Duration window) {

    /** @throws IllegalArgumentException saying what is wrong with it */
    Verification verification() {
        return new Verification(Scheme.of(scheme), parameters, window);
    }
}
