package com.versaai.hub.ai.redaction;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one kind of thing that must not leave the hub.
 *
 * @param kind    of the placeholder
 * @param pattern of candidates
 * @param check   of a candidate, null for none; a candidate that fails is tried shorter, for patterns of number groups also
 *                swallow the number that follows
 */
record Finder(String kind, Pattern pattern, Predicate<String> check) {

    interface Found {
        void at(int start, int end);
    }

    /** Tells what lies between two positions, from left to right, without overlaps. */
    void find(CharSequence text, int from, int to, Found found) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int next = from;
        while (next < to) {
            matcher.region(next, to);
            if (!matcher.find()) {
                return;
            }
            int end = end(text, matcher.start(), matcher.end());
            if (end > matcher.start()) {
                found.at(matcher.start(), end);
                next = end;
            } else {
                next = matcher.start() + 1;
            }
        }
    }

    /** -1 when it is none. */
    private int end(CharSequence text, int start, int longest) {
        if (check == null) {
            return longest;
        }
        for (int end = longest; end > start; end--) {
            boolean whole = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (whole && check.test(text.subSequence(start, end).toString())) {
                return end;
            }
        }
        return -1;
    }
}
