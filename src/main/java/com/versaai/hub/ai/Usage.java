package com.versaai.hub.ai;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tokens of one call.
 *
 * @param prompt     read by the model
 * @param completion written by it, reasoning included
 */
record Usage(long prompt, long completion) {

    static final Usage NONE = new Usage(0, 0);
    private static final int LETTERS_PER_TOKEN = 4;

    /** Providers are outside: a negative or absurd count must neither refund money nor overflow a column. */
    private static final long MOST = 1_000_000_000L;

    Usage {
        prompt = Math.max(0, Math.min(MOST, prompt));
        completion = Math.max(0, Math.min(MOST, completion));
    }

    /** As a provider counted them. */
    static Usage counted(JsonNode usage) {
        return new Usage(usage.path("prompt_tokens").asLong(0), usage.path("completion_tokens").asLong(0));
    }

    /** Of an answer that nobody counted. @param letters of the answer */
    static Usage estimate(long prompt, long letters) {
        return new Usage(prompt, letters / LETTERS_PER_TOKEN);
    }

    long total() {
        return prompt + completion;
    }
}
