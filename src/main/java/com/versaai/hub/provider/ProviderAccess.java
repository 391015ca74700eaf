package com.versaai.hub.provider;

import java.net.URI;

/** Where calls to one provider really go and with which credentials, decided at the moment of sending. */
public interface ProviderAccess {

    /**
     * The target of {@code symbolic}, whose host is the account ({@code https://<account>/<path>}).
     *
     * @throws MissingPropertyException naming the setting that lacks
     * @throws ProviderException        what a login ended in
     */
    Target target(URI symbolic);

    /** The target as far as it is known without asking anybody: to show a call that is not made. */
    default Target described(URI symbolic) {
        return target(symbolic);
    }

    /** What to try once more after a 401 for {@code refused}; null when there is nothing better. */
    default Target renewed(URI symbolic, Target refused) {
        return null;
    }

    /**
     * One call's destination, complete.
     *
     * @param uri           where the call goes; for a webhook itself a secret
     * @param header        that carries the credentials, {@code Authorization} with most providers
     * @param authorization value of the header, null for none
     * @param token         what {@code authorization} was made of, null where nothing can be renewed
     */
    record Target(URI uri, String header, String authorization, AccessTokens.Token token) {

        /** With the header that most have. */
        public Target(URI uri, String authorization, AccessTokens.Token token) {
            this(uri, "Authorization", authorization, token);
        }

        /** Without the secrets. */
        @Override
        public String toString() {
            return "Target[" + uri.getHost() + "]";
        }
    }
}
