package com.versaai.hub.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.web.util.UriUtils;

/** Takes secrets out of a text: the configured ones by their value, others by the form they have on the wire. */
final class LogSecrets {

    private static final String HIDDEN = "***";
    private static final int SHORTEST = 6;

    /** To the end of the line or of the quoted text: what follows the name of such a header is all secret. */
    private static final Pattern HEADER = Pattern.compile(
            "(?i)\\b((?:proxy-)?authorization|x-api-key|(?:set-)?cookie2?|x-[cx]srf-token|stripe-signature|x-slack-signature)"
                    + "(\"?\\s{0,3}[:=]\\s{0,3}[\"\\[]?)[^\\r\\n\"\\]]{1,8000}");
    private static final Pattern FIELD = Pattern.compile(
            "(?i)((?:password|passwd|[a-z_-]{0,20}secret|[a-z_-]{0,20}token|api[_-]?key|write[_-]?key|_csrf|jsessionid|session(?:[_-]?id)?|assertion)"
                    + "[\"']?\\s{0,3}[:=]\\s{0,3}[\"'\\[]{0,2})[^\\s\"'&,;{}\\[\\]]{4,4000}");
    private static final Pattern TOKEN = Pattern.compile(
            "(?i:\\b(?:bearer|basic) )[\\w.~+/=!-]{6,4000}|\\b(?:xox[a-z]|xapp|pat|sk|rk|whsec|gsk|00D\\w{12,15})[-_!][\\w.!-]{6,2000}"
                    + "|\\beyJ[\\w-]{4,2000}\\.[\\w.-]{8,4000}|hooks\\.slack(?:-gov)?\\.com/[\\w/-]{1,300}");
    /** One of them is in whatever the patterns find, and looking for a word is much cheaper than a pattern that fails. */
    private static final List<String> WORDS = List.of("auth", "key", "cookie", "srf", "session", "signature", "passw", "secret", "token",
            "assertion", "bearer", "basic", "xox", "xapp", "pat-", "pat_", "sk_", "sk-", "rk_", "rk-", "whsec", "gsk", "00d", "eyj", "hooks.");

    private final List<String> values;

    /** @param values the configured secrets; too short ones are left out, they would hide half the log */
    LogSecrets(Collection<String> values) {
        Set<String> forms = new LinkedHashSet<>();
        values.stream().filter(value -> value.length() >= SHORTEST).flatMap(LogSecrets::forms).forEach(forms::add);
        this.values = new ArrayList<>(forms);
        // One that contains another goes first.
        this.values.sort(Comparator.comparingInt(String::length).reversed());
    }

    private static Stream<String> forms(String value) {
        // In a form and in an address, which differ in what they leave as it is.
        return Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8), UriUtils.encode(value, StandardCharsets.UTF_8), value.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** The text without configured secrets. */
    String withoutValues(String text) {
        String rest = text;
        for (String value : values) {
            if (rest.contains(value)) {
                rest = rest.replace(value, HIDDEN);
            }
        }
        return rest;
    }

    /** The text without configured secrets and without whatever looks like one. */
    String without(String text) {
        String rest = withoutValues(text);
        String lower = rest.toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            if (lower.contains(word)) {
                return TOKEN.matcher(FIELD.matcher(HEADER.matcher(rest).replaceAll("$1$2" + HIDDEN)).replaceAll("$1" + HIDDEN)).replaceAll(HIDDEN);
            }
        }
        return rest;
    }
}
