package com.versaai.hub.connector;

/**
 * How a request says whether it is real or a test.
 *
 * @param at   a JSON pointer or {@code header:<name>}
 * @param live the word there of what is real; null where all is that is not {@code test}
 * @param test the word of a test; null where all is that is not {@code live}
 */
public record InboundMode(String at, String live, String test) {

    /**
     * What the word means; null where that cannot be known.
     *
     * @param word null for none
     */
    public Boolean live(String word) {
        if (live == null || test == null) {
            return live == null ? !test.equals(word) : live.equals(word);
        }
        return live.equals(word) ? Boolean.TRUE : test.equals(word) ? Boolean.FALSE : null;
    }
}
