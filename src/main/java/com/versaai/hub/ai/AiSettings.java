package com.versaai.hub.ai;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.*}: the AI gateway.
 *
 * @param accounts     providers that may be called, each {@code hub.provider.<account>.base-url} and {@code .api-key}; the first is
 *                     the usual one
 * @param defaultModel model of a request of the product's own call that names none
 * @param models       models a caller may name; empty for any
 * @param retired      new names of retired models
 * @param deadline     longest time for an answer, all attempts and waits together; of a stream, until its first token
 * @param attempts     calls to one model of one provider
 * @param patience     longest time of one attempt
 * @param silence      longest pause within a stream
 * @param maxWait      longest wait between two attempts, whatever a provider asks for
 * @param atOnce       requests under way at once, waiting ones and streams too: each holds a thread, and webhooks need some as well
 * @param longestAnswer longest answer that is reckoned with when a request doesn't limit it, for budgets and the provider's limits
 * @param longestPrompt largest request body
 * @param mostCompletionTokens longest answer that a request may ask for, 0 = any; where a request says nothing it is asked for this
 * @param fallback     where to go when the asked model gives no answer
 * @param cache        answers kept
 * @param rate         calls to providers
 * @param circuit      when a provider is left alone
 */
@Validated
@ConfigurationProperties("hub.ai")
record AiSettings(
        @NotEmpty @DefaultValue("groq") List<String> accounts,
        @NotBlank @DefaultValue("openai/gpt-oss-20b") String defaultModel,
        @DefaultValue List<String> models,
        @DefaultValue Map<String, String> retired,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("2") @Min(1) int attempts,
        @DefaultValue("20s") Duration patience,
        @DefaultValue("15s") Duration silence,
        @DefaultValue("5s") Duration maxWait,
        @DefaultValue("512") @Min(1) int atOnce,
        @DefaultValue("1024") @Min(1) int longestAnswer,
        @DefaultValue("256KB") DataSize longestPrompt,
        @DefaultValue("0") @Min(0) int mostCompletionTokens,
        @Valid @DefaultValue Fallback fallback,
        @Valid @DefaultValue Cache cache,
        @Valid @DefaultValue Rate rate,
        @Valid @DefaultValue Circuit circuit) {

    AiSettings {
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
    record Fallback(
            @DefaultValue List<String> models,
            @Valid @DefaultValue List<Provider> providers,
            @DefaultValue("Lo siento, el servicio de IA está temporalmente no disponible. Por favor, intenta de nuevo en unos momentos.")
            String answer) {
    }

    /**
     * @param account one of {@code hub.ai.accounts}
     * @param model   its name for a model; blank for the asked one
     */
    record Provider(@NotBlank String account, @DefaultValue("") String model) {
    }

    /**
     * @param enabled whether answers are kept
     * @param ttl     for how long
     * @param maxSize of all answers of this process together; without effect in Redis
     * @param secret  kept answers are encrypted with it; blank for plain ones
     */
    record Cache(@DefaultValue("true") boolean enabled, @DefaultValue("1h") Duration ttl, @DefaultValue("32MB") DataSize maxSize,
                 @DefaultValue("") String secret) {

        private static final int SHORTEST_SECRET = 16;

        Cache {
            if (!secret.isBlank() && secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException("hub.ai.cache.secret must have at least " + SHORTEST_SECRET + " characters");
            }
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Cache[" + enabled + ", " + ttl + ", " + maxSize + ", " + (secret.isBlank() ? "plain" : "encrypted") + "]";
        }
    }

    /**
     * @param perMinute       calls to providers per tenant, 0 = unlimited
     * @param global          calls of all tenants together, 0 = unlimited
     * @param tokensPerMinute prompt and answer of a tenant's calls, 0 = unlimited
     * @param tokensGlobal    of all tenants together, 0 = unlimited
     * @param queue           requests that may wait for their turn
     * @param maxWait         how long each
     */
    record Rate(@DefaultValue("60") @Min(0) long perMinute, @DefaultValue("600") @Min(0) long global,
                @DefaultValue("0") @Min(0) long tokensPerMinute, @DefaultValue("0") @Min(0) long tokensGlobal,
                @DefaultValue("50") @Min(0) int queue, @DefaultValue("2s") Duration maxWait) {
    }

    /**
     * @param failures one after the other that open it
     * @param openFor  how long the provider is left alone
     */
    record Circuit(@DefaultValue("5") @Min(1) int failures, @DefaultValue("30s") Duration openFor) {
    }
}
