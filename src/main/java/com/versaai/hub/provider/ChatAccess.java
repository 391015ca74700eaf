package com.versaai.hub.provider;

import java.net.URI;

/** Any OpenAI-compatible provider: {@code hub.provider.<account>.base-url} and {@code .api-key}, a key that does not expire. */
final class ChatAccess implements ProviderAccess {

    private final Secrets secrets;

    ChatAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.bearer(settings + ".api-key"), null);
    }
}
