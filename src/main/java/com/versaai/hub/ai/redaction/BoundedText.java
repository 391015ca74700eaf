package com.versaai.hub.ai.redaction;

/** A text that stops being read when a pattern reads it over and over: configured patterns may backtrack without end. */
final class BoundedText implements CharSequence {

    private static final long READS_PER_CHARACTER = 500;
    private static final long READS_AT_LEAST = 1_000_000;

    private final String text;
    private long left;

    BoundedText(String text) {
        this.text = text;
        this.left = READS_AT_LEAST + READS_PER_CHARACTER * text.length();
    }

    /** Thrown within a match; carries nothing of the text. */
    static final class ReadTooOftenException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReadTooOftenException() {
            super("read too often", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new ReadTooOftenException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
