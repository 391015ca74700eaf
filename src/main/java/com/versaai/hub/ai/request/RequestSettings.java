package com.versaai.hub.ai.request;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * {@code hub.ai.*}: what may be asked for.
 *
 * @param defaultModel  model of a request of the product's own call that names none
 * @param models        models a caller may name; empty for any
 * @param retired       new names of retired models
 * @param longestPrompt largest request body
 * @param mostCompletionTokens longest answer that a request may ask for, 0 = any; where a request says nothing it is asked for this
 */
@Validated
@ConfigurationProperties("hub.ai")
public record RequestSettings(
        @NotBlank @DefaultValue("openai/gpt-oss-20b") String defaultModel,
        @DefaultValue List<String> models,
        @DefaultValue Map<String, String> retired,
        @DefaultValue("256KB") DataSize longestPrompt,
        @DefaultValue("0") @Min(0) int mostCompletionTokens) {
}
