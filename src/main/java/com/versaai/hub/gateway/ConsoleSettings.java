package com.versaai.hub.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code hub.console.*}: the login for Hawtio, Jolokia, metrics and the sandbox controls outside the sandbox profile.
 *
 * @param user         login name
 * @param passwordHash Spring's {@code {bcrypt}$2a$...} form, made with {@code spring encodepassword} or {@code htpasswd -B}
 */
@ConfigurationProperties("hub.console")
record ConsoleSettings(String user, String passwordHash) {

    @Override
    public String toString() {
        return "ConsoleSettings[" + user + "]";
    }
}
