package com.versaai.hub.ai.redaction;

import java.util.regex.Pattern;

/** The form of what stands for a hidden value: {@code ⟦EMAIL_1⟧}, in brackets that no prompt needs. */
final class RedactionMarks {

    static final char OPEN = '\u27E6';
    static final char CLOSE = '\u27E7';
    /** Brackets, kind, underscore, number. */
    static final int LONGEST = 2 + 31 + 1 + 9;

    /**
     * One that stands in the prompt already. It is hidden like a secret, so that it comes back as it was and never as
     * another's value.
     */
    static final Finder IN_PROMPT = new Finder("TEXT", Pattern.compile(OPEN + "[A-Z][A-Z0-9_]{0,40}+" + CLOSE), null);

    private RedactionMarks() {
    }

    static String of(String kind, int number) {
        return OPEN + kind + '_' + number + CLOSE;
    }
}
