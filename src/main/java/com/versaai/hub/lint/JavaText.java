package com.versaai.hub.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java source taken apart: its strings, and its code without strings and comments, which may hold anything.
 *
 * @param code     as long as the source, so that offsets fit
 * @param literals contents of strings and text blocks, escapes as written
 */
record JavaText(String code, List<Literal> literals) {

    // Possessive: a long string must not overflow the stack.
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*+|/\\*(?s:.*?)\\*/|\"\"\"(?s:(.*?))\"\"\"|\"((?:[^\"\\\\\\n]++|\\\\.)*+)\"|'(?:[^'\\\\\\n]++|\\\\.)*+'");

    record Literal(String value, int offset) {
    }

    static JavaText of(String source) {
        StringBuilder code = new StringBuilder(source);
        List<Literal> literals = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            int group = token.group(1) != null ? 1 : 2;
            if (token.group(group) != null) {
                literals.add(new Literal(token.group(group), token.start(group)));
            }
            for (int i = token.start(); i < token.end(); i++) {
                if (code.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return new JavaText(code.toString(), literals);
    }
}
