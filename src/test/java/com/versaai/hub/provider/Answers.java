package com.versaai.hub.provider;

import org.springframework.mock.env.MockEnvironment;

/** What a provider has said, and an account's settings, where no call is needed to try what is made of them. */
public final class Answers {

    private Answers() {
    }

    /** A JSON answer. */
    public static Promised of(String provider, int status, String json) {
        return Promised.of(provider, status, "application/json;charset=UTF-8", json);
    }

    /** Settings: full name, value, and so on. */
    public static Secrets settings(String... namesAndValues) {
        MockEnvironment environment = new MockEnvironment();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Secrets(environment);
    }
}
