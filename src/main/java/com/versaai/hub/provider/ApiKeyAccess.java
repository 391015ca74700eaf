package com.versaai.hub.provider;

import java.net.URI;

/**
 * A key that does not expire: Stripe (a restricted one, read access to the objects of thin events is enough) and any
 * OpenAI-compatible provider. {@code hub.provider.<account>.base-url} and {@code .api-key}.
 */
final class ApiKeyAccess implements ProviderAccess {

    private final Secrets secrets;

    ApiKeyAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.bearer(settings + ".api-key"), null);
    }
}
