package com.versaai.hub.connector;

import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.ProviderAccess;
import com.versaai.hub.provider.Secrets;
import java.net.URI;
import java.util.function.Function;

/**
 * Address and credentials of a call as the account's manifest says, for connectors that need no Java: bean {@code connectorAccess} of
 * kamelets. The address is {@code hub.provider.<account>.base-url}.
 */
final class ManifestAccess implements ProviderAccess {

    private final Function<String, Manifest> manifestOf;
    private final Secrets secrets;

    /** @param manifestOf an account's manifest, null where there is none */
    ManifestAccess(Function<String, Manifest> manifestOf, Secrets secrets) {
        this.manifestOf = manifestOf;
        this.secrets = secrets;
    }

    @Override
    public Target target(URI symbolic) {
        String account = symbolic.getHost();
        String settings = "hub.provider." + account + '.';
        Manifest manifest = manifestOf.apply(account);
        if (manifest == null) {
            throw new MissingPropertyException("no connector has the account " + account);
        }
        String query = symbolic.getRawQuery() == null ? "" : '?' + symbolic.getRawQuery();
        URI uri = secrets.url(settings + "base-url", symbolic.getRawPath() + query);
        Authentication said = manifest.authentication();
        return switch (said == null ? "none" : said.scheme()) {
            case "none" -> new Target(uri, null, null);
            case "bearer" -> new Target(uri, secrets.bearer(settings + (said.setting() == null ? "token" : said.setting())), null);
            case "basic" -> new Target(uri, secrets.basic(name(settings, said.user()), name(settings, said.password())), null);
            case "header" -> new Target(uri, said.header(), secrets.value(settings + said.setting()), null);
            default -> throw new MissingPropertyException("authentication " + said.scheme() + " of connector " + manifest.name()
                    + " needs an access of its own");
        };
    }

    private static String name(String settings, String setting) {
        return setting == null ? "" : settings + setting;
    }
}
