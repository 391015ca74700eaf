package com.versaai.hub.ai.request;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a tenant asks.
 *
 * @param tenant whose request it is: never shared with another
 * @param body   the request as it goes out, apart from its model
 * @param sent   the same as it came, null when it was changed
 * @param model  the model to ask for, retired names replaced
 * @param stream whether tokens are wanted as they come
 * @param usage  whether a stream shall end with its usage
 * @param store  whether the answer may come from the cache and go there
 */
public record ChatRequest(String tenant, ObjectNode body, byte[] sent, String model, boolean stream, boolean usage, boolean store) {

    /** Few letters: an estimate that is too low could overrun a budget. */
    private static final int LETTERS_PER_TOKEN = 3;

    /** Tokens of the prompt, an estimate. */
    public long promptTokens() {
        return 1 + (body.path("messages").toString().length() + body.path("tools").toString().length()) / LETTERS_PER_TOKEN;
    }

    /** Without the prompt. */
    @Override
    public String toString() {
        return "ChatRequest[" + tenant + ", stream " + stream + "]";
    }
}
