package com.versaai.hub.inbound;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is received ({@code hub.inbound.*}) beyond one source for each connector that receives.
 *
 * @param sources   by name, which is in {@code /webhooks/<source>} and cannot be changed later: ids of events are of it
 * @param livemode  whether sources take what is real, tests, or both, where they don't say themselves
 * @param publicUrl the hub's address as senders know it, for those who sign it; null where none is configured
 */
@Validated
@ConfigurationProperties("hub.inbound")
record InboundSettings(
        @Valid @NotNull @DefaultValue Map<@Pattern(regexp = "[a-z][a-z0-9-]{0,39}") String, @NotNull Instance> sources,
        @NotNull @DefaultValue("live") Admission.Livemode livemode, URI publicUrl) {

    InboundSettings {
        sources = new TreeMap<>(sources);
        // An environment variable that is set to nothing
        publicUrl = publicUrl == null || publicUrl.toString().isBlank() ? null : publicUrl;
    }

    /** What a setting of that source is called. */
    static String property(String source, String setting) {
        return "hub.inbound.sources." + source + '.' + setting;
    }

    /** Which of that source's requests are worked on. */
    Admission admission(String source) {
        Instance said = sources.getOrDefault(source, new Instance(null, null, null, null));
        return new Admission(source, said.connect() == null ? Admission.Connect.OWN : said.connect(), said.livemode() == null ? livemode : said.livemode(),
                said.livemode() == null ? "hub.inbound.livemode" : property(source, "livemode"));
    }

    /** Whether that source is said to differ from the others in that. */
    boolean says(String source, Function<Instance, Object> setting) {
        return sources.containsKey(source) && setting.apply(sources.get(source)) != null;
    }

    /**
     * A source.
     *
     * @param connector null for the one of the source's name
     * @param account   whose secrets prove the sender, {@code hub.provider.<account>}; null for the connector's own
     * @param connect   what becomes of events that are of connected accounts; null for {@code own}
     * @param livemode  null for that of all sources
     */
    record Instance(String connector, String account, Admission.Connect connect, Admission.Livemode livemode) {
    }
}
