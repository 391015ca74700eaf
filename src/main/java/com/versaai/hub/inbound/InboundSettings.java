package com.versaai.hub.inbound;

import com.versaai.hub.verification.Verification;
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
        Instance said = sources.getOrDefault(source, Instance.NONE);
        return new Admission(source, said.connect() == null ? Admission.Connect.OWN : said.connect(), said.livemode() == null ? livemode : said.livemode(),
                said.livemode() == null ? "hub.inbound.livemode" : property(source, "livemode"));
    }

    /**
     * How that source's requests prove their sender.
     *
     * @param said by the manifest
     * @throws IllegalArgumentException naming the property that is wrong
     */
    Verification proof(String source, Verification said) {
        try {
            return sources.getOrDefault(source, Instance.NONE).proof(said);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property(source, "parameters") + ": " + e.getMessage());
        }
    }

    /** Whether that source is said to differ from the others in that. */
    boolean says(String source, Function<Instance, Object> setting) {
        return sources.containsKey(source) && setting.apply(sources.get(source)) != null;
    }

    /**
     * A source.
     *
     * @param connector  null for the one of the source's name
     * @param account    whose secrets prove the sender, {@code hub.provider.<account>}; null for the connector's own
     * @param connect    what becomes of events that are of connected accounts; null for {@code own}
     * @param livemode   null for that of all sources
     * @param parameters of the manifest's verification scheme that are other ones here; a blank one takes the manifest's away
     */
    record Instance(String connector, String account, Admission.Connect connect, Admission.Livemode livemode, @DefaultValue Map<String, String> parameters) {

        static final Instance NONE = new Instance(null, null, null, null, Map.of());

        /** The proof that a manifest asks for, with these parameters. */
        Verification proof(Verification said) {
            if (parameters.isEmpty()) {
                return said;
            }
            Map<String, String> all = new TreeMap<>(said.parameters());
            all.putAll(parameters);
            all.values().removeIf(String::isBlank);
            return new Verification(said.scheme(), all, said.window());
        }
    }
}
