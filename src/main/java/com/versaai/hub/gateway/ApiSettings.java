package com.versaai.hub.gateway;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code hub.api.*}: who may call {@code /api} and {@code /v1}.
 *
 * @param keys            one per caller, so that one can be revoked alone; two keys of one caller allow a key to be rolled
 * @param reservedSources sources that no caller may give its events, nor anything below them: the hub's own; those of the webhook
 *                        receivers, which prove who sent an event, are so anyway
 * @param localAccess     folder of the token file that lets {@code bin/hub} on this machine in without a key; blank: none is made
 */
@ConfigurationProperties("hub.api")
record ApiSettings(
        @DefaultValue List<Key> keys,
        @DefaultValue("/hub") List<String> reservedSources,
        @DefaultValue("./data") String localAccess) {

    /**
     * @param name   who the caller is, for logs, limits and the audit; not secret
     * @param key    the secret value of {@code X-API-Key}
     * @param scopes what this key may do ({@link Scope}), nothing by default; two keys of one caller may differ
     */
    record Key(String name, String key, @DefaultValue List<String> scopes) {

        @Override
        public String toString() {
            return "Key[" + name + "]";
        }
    }
}
