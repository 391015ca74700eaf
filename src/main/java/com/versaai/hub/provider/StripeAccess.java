package com.versaai.hub.provider;

import java.net.URI;

/** Stripe: a restricted or secret key that does not expire; read access to the objects of thin events is enough. */
final class StripeAccess implements ProviderAccess {

    private final Secrets secrets;

    StripeAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.bearer(settings + ".api-key"), null);
    }
}
