package com.versaai.hub.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code hub.sandbox.*}, as far as it says who may come in; read in profile {@code sandbox} only.
 *
 * @param openToNetwork whether {@code server.address} may be another than loopback, as a container needs it, and other machines may call;
 *                      {@code Host} must name loopback all the same, keys must be long ones, and the console stays closed to others
 * @param allowedHosts  names, without port, under which a tunnel brings webhooks here; they open {@code /webhooks/**} and nothing else
 */
@ConfigurationProperties("hub.sandbox")
record SandboxDoors(@DefaultValue("false") boolean openToNetwork, @DefaultValue Set<String> allowedHosts) {

    SandboxDoors {
        List<String> bad = allowedHosts.stream().filter(name -> !name.matches("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")).toList();
        if (!bad.isEmpty()) {
            throw new UnsafeSettingException("hub.sandbox.allowed-hosts has an entry that is no host name",
                    "Give whole names without scheme, port or *, for example: abc123.ngrok.app");
        }
        allowedHosts = allowedHosts.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
