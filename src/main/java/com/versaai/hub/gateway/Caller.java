package com.versaai.hub.gateway;

import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who called the API, and what this caller may do: by the key that was sent, not by its name, for two keys of one caller can differ.
 *
 * @param name   for limits, logs and the history
 * @param scopes nothing beyond these
 * @param local  came by the token file of this machine, not by a key
 */
public record Caller(String name, Set<Scope> scopes, boolean local) implements AuthenticatedPrincipal {

    /** Request attribute and exchange property beside {@link HttpBorder#CALLER}. */
    static final String PROPERTY = "hub.access";

    private static final Caller NOBODY = new Caller("nobody", Set.of(), false);

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The caller of this exchange; one who may do nothing when it did not come through the API. */
    public static Caller of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, NOBODY, Caller.class);
    }

    @Override
    public String getName() {
        return name;
    }

    /** Whether the caller has that scope. */
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    /** @throws ProblemException 403 when the caller lacks that scope */
    public void needs(Scope scope) {
        if (!may(scope)) {
            throw new ProblemException(403, "forbidden", detail(scope), null, Map.of("scope", scope.label()));
        }
    }

    /** The same answer where it is found at the door. */
    Problem lacks(Scope scope) {
        return Problem.of(403, "forbidden", detail(scope), Map.of("scope", scope.label()), null);
    }

    private String detail(Scope scope) {
        return (local ? "The token of this machine" : "This API key") + " lacks the scope " + scope.label() + '.';
    }
}
