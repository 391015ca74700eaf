package com.versaai.hub.connector.segment;

import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/** Segment: the write key as user name, and no password. */
final class SegmentAccess implements ProviderAccess {

    private final Secrets secrets;

    SegmentAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        return new Target(secrets.url(settings + ".base-url", symbolic.getRawPath()), secrets.basic(settings + ".write-key", ""), null);
    }
}
