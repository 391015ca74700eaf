package com.versaai.hub.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.core.env.PropertyResolver;

/**
 * Bean {@code secrets}: what kamelets use to turn the <em>name</em> of a property into the secret it holds, at the very
 * call, so that no secret ever stands in an endpoint URI (where {@code +} and {@code %} would be mangled and JMX would show it).
 *
 * <p>Every failure names the property, never the value.
 */
public final class Secrets {

    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s{}]+");
    private static final Pattern LAST_SLASHES = Pattern.compile("/+$");

    private final PropertyResolver properties;

    Secrets(PropertyResolver properties) {
        this.properties = properties;
    }

    /**
     * The secret as it was configured, not trimmed.
     *
     * @throws IllegalStateException when the property is missing, blank, or a vault placeholder that nobody resolved
     */
    public String value(String propertyName) {
        String value = properties.getProperty(propertyName);
        if (value == null || value.isBlank()) {
            throw new MissingPropertyException("property " + propertyName + " is not set");
        }
        if (value.startsWith("{{")) {
            throw new MissingPropertyException("property " + propertyName + " is a placeholder that was not resolved");
        }
        return value;
    }

    /** True when {@link #value} would answer. */
    public boolean has(String propertyName) {
        String value = properties.getProperty(propertyName);
        return value != null && !value.isBlank();
    }

    /** {@code Bearer <value>}, for an Authorization header. */
    public String bearer(String propertyName) {
        return "Bearer " + headerSafe(propertyName);
    }

    /**
     * {@code Basic <base64(user:password)>} over UTF-8 (RFC 7617). Either name may be null or empty for an empty part:
     * some services know no password, some no user.
     */
    public String basic(String userPropertyOrEmpty, String passwordPropertyOrEmpty) {
        String user = valueOrEmpty(userPropertyOrEmpty);
        if (user.indexOf(':') >= 0) {
            throw new MissingPropertyException("property " + userPropertyOrEmpty + " holds a colon, which a user name can't have");
        }
        String pair = user + ':' + valueOrEmpty(passwordPropertyOrEmpty);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * An http(s) address from a property, with {@code path} (already percent-encoded) appended.
     *
     * @throws IllegalStateException when it is none; without a cause, whose message would repeat the address
     */
    public URI url(String propertyName, String path) {
        String base = value(propertyName).strip();
        if (ADDRESS.matcher(base).matches()) {
            try {
                URI url = new URI(path.isEmpty() ? base : LAST_SLASHES.matcher(base).replaceFirst("") + path);
                if (url.getHost() != null && url.getUserInfo() == null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                throw new MissingPropertyException("property " + propertyName + " is no http(s) URL");
            }
        }
        throw new MissingPropertyException("property " + propertyName + " is no http(s) URL");
    }

    private String valueOrEmpty(String propertyName) {
        return propertyName == null || propertyName.isEmpty() ? "" : value(propertyName);
    }

    /** A secret mounted from a file often ends in a line break: said here, instead of a 401 nobody understands. */
    private String headerSafe(String propertyName) {
        String value = value(propertyName);
        if (value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            throw new MissingPropertyException("property " + propertyName + " holds a line break or another character no header can carry");
        }
        return value;
    }
}
