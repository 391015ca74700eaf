package com.versaai.hub.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code hub.console.*}: the login for Hawtio, Jolokia, metrics and the sandbox controls outside the sandbox profile.
 *
 * @param user         login name
 * @param passwordHash Spring's {@code {bcrypt}$2a$...} form, made with {@code spring encodepassword} or {@code htpasswd -B}
 * @param secureCookies whether the browser may send session and token over https only, and to localhost; the default
 */
@ConfigurationProperties("hub.console")
record ConsoleSettings(String user, String passwordHash, @DefaultValue("true") boolean secureCookies) {

    @Override
    public String toString() {
        return "ConsoleSettings[" + user + "]";
    }
}
