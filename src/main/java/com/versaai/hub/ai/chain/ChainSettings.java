package com.versaai.hub.ai.chain;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.*}: who is asked, in which order, and when one is left alone.
 *
 * @param accounts providers that may be called, each {@code hub.provider.<account>.base-url} and {@code .api-key}; the first is
 *                 the usual one
 * @param fallback where to go when the asked model gives no answer
 * @param circuit  when a provider is left alone
 */
@Validated
@ConfigurationProperties("hub.ai")
public record ChainSettings(
        @NotEmpty @DefaultValue("groq") List<String> accounts,
        @Valid @DefaultValue Fallback fallback,
        @Valid @DefaultValue Circuit circuit) {

    /** Whether the chain names only providers that may be called. */
    public ChainSettings {
        for (Provider provider : fallback.providers()) {
            if (!accounts.contains(provider.account())) {
                throw new IllegalArgumentException("hub.ai.fallback.providers names " + provider.account() + ", which is not in hub.ai.accounts");
            }
        }
    }

    /**
     * The chain, in this order.
     *
     * @param models    other models of the usual provider
     * @param providers other providers
     * @param answer    static answer when nobody has one; blank for none
     */
    public record Fallback(
            @DefaultValue List<String> models,
            @Valid @DefaultValue List<Provider> providers,
            @DefaultValue("Lo siento, el servicio de IA está temporalmente no disponible. Por favor, intenta de nuevo en unos momentos.")
            String answer) {
    }

    /**
     * Another provider to go to.
     *
     * @param account one of {@code hub.ai.accounts}
     * @param model   its name for a model; blank for the asked one
     */
    public record Provider(@NotBlank String account, @DefaultValue("") String model) {
    }

    /**
     * When a provider is left alone.
     *
     * @param failures one after the other that open it
     * @param openFor  how long the provider is left alone
     */
    public record Circuit(@DefaultValue("5") @Min(1) int failures, @DefaultValue("30s") Duration openFor) {
    }
}
