package com.versaai.hub.ai.redaction;

import java.util.Map;

/** Redaction for tests. */
public final class Redactions {

    private Redactions() {
    }

    /** For one chat, by the built-in finders. */
    public static RedactedChat chat() {
        return new Redaction(new RedactionSettings(true, Map.of())).chat();
    }
}
