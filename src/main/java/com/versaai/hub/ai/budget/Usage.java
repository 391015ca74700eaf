package com.versaai.hub.ai.budget;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tokens of one call.
 *
 * @param prompt     read by the model
 * @param completion written by it, reasoning included
 */
public record Usage(long prompt, long completion) {

    /** Of what cost nothing. */
    public static final Usage NONE = new Usage(0, 0);
    private static final int LETTERS_PER_TOKEN = 4;

    /** Providers are outside: a negative or absurd count must neither refund money nor overflow a column. */
    private static final long MOST = 1_000_000_000L;

    /** Brought into bounds. */
    public Usage {
        prompt = Math.max(0, Math.min(MOST, prompt));
        completion = Math.max(0, Math.min(MOST, completion));
    }

    /** As a provider counted them. */
    public static Usage counted(JsonNode usage) {
        return new Usage(usage.path("prompt_tokens").asLong(0), usage.path("completion_tokens").asLong(0));
    }

    /** Of an answer that nobody counted. @param letters of the answer */
    public static Usage estimate(long prompt, long letters) {
        return new Usage(prompt, letters / LETTERS_PER_TOKEN);
    }

    /** Prompt and completion. */
    public long total() {
        return prompt + completion;
    }
}
