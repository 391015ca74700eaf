package com.versaai.hub.connector.ga4;

import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/** Google Analytics 4 wants its secret in the query: it is put there on the wire only. */
final class Ga4Access implements ProviderAccess {

    private final Secrets secrets;

    Ga4Access(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()
                + "?measurement_id=" + Payload.encoded(secrets.value(settings + ".measurement-id"))
                + "&api_secret=" + Payload.encoded(secrets.value(settings + ".api-secret"))), null, null);
    }
}
