package com.versaai.hub.provider;

import java.net.URI;

/** A bearer key that does not expire, as many providers want it: {@code hub.provider.<account>.base-url} and {@code .api-key}. */
public final class ApiKeyAccess implements ProviderAccess {

    private final Secrets secrets;

    /** @param secrets holds address and key of every account */
    public ApiKeyAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.bearer(settings + ".api-key"), null);
    }
}
