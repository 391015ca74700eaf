package com.versaai.hub.connector.mixpanel;

import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;

/** Mixpanel: a service account with its project, or, where none is set, the project's token as user name. */
final class MixpanelAccess implements ProviderAccess {

    private final Secrets secrets;

    MixpanelAccess(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String settings = "hub.provider." + symbolic.getHost();
        // Without strict=1 refused events vanish silently.
        String path = symbolic.getRawPath() + "?strict=1";
        if (!secrets.has(settings + ".service-account") && secrets.has(settings + ".token")) {
            return new Target(secrets.url(settings + ".base-url", path), secrets.basic(settings + ".token", ""), null);
        }
        String project = "&project_id=" + Payload.encoded(secrets.value(settings + ".project-id"));
        return new Target(secrets.url(settings + ".base-url", path + project),
                secrets.basic(settings + ".service-account", settings + ".service-secret"), null);
    }
}
