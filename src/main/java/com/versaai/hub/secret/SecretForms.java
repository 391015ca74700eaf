package com.versaai.hub.secret;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Secrets that show in a text by the form they have, or by the name that stands before them. */
public final class SecretForms {

    /** How the tokens of known makers begin, and what follows at least. */
    private static final String TOKEN = "(?:xox[a-z]|xapp|pat|sk|rk|whsec|gsk|00D\\w{12,15})[-_!][\\w.!-]{6,4000}"
            + "|(?:gh[opsur]_|github_pat_|glpat-)[\\w-]{6,4000}|(?:AKIA|ASIA)[A-Z0-9]{12,40}|AIza[\\w-]{30,100}|SG\\.[\\w-]{16,100}[\\w.-]{0,100}"
            + "|eyJ[\\w-]{4,2000}\\.[\\w.-]{8,4000}";
    private static final Pattern BY_FORM = Pattern.compile("(?i:\\b(?:bearer|basic) )[\\w.~+/=!-]{6,4000}|(?i:\\boauth )(?=[\\w.~+/=!-]{0,200}\\d)[\\w.~+/=!-]{6,4000}"
            + "|\\b(?:" + TOKEN + ")|hooks\\.slack(?:-gov)?\\.com/[\\w/-]{1,300}");
    private static final Pattern NAMED = Pattern.compile("(?i)((?:" + SecretNames.WORD + "|_csrf|jsessionid|session(?:[_-]?id)?|assertion)"
            + "[\"']?\\s{0,3}[:=]\\s{0,3}[\"'\\[]{0,2})[^\\s\"'&,;{}\\[\\]]{1,4000}");
    /** To the end of the line or of the quoted text: what follows the name of such a header is all secret. */
    private static final Pattern HEADER = Pattern.compile(
            "(?i)\\b((?:proxy-)?authorization|x-api-key|(?:set-)?cookie2?|x-[cx]srf-token|stripe-signature|x-slack-signature)"
                    + "(\"?\\s{0,3}[:=]\\s{0,3}[\"\\[]?)[^\\r\\n\"\\]]{1,8000}");
    /** One of them is in whatever the patterns find, and looking for a word is a hundred times cheaper than a pattern that fails. */
    private static final List<String> HINTS = List.of("auth", "key", "cookie", "srf", "session", "signature", "passw", "passphrase", "secret", "token",
            "credential", "account", "assertion", "bearer ", "basic ", "xox", "xapp", "pat-", "pat_", "pat!", "sk_", "sk-", "sk!", "rk_", "rk-", "rk!", "whsec", "gsk",
            "00d", "gho_", "ghp_", "ghs_", "ghu_", "ghr_", "akia", "asia", "aiza", "sg.", "eyj", "hooks.");

    /**
     * As somebody would write a real one into a file: longer, so that what only names a form is none.
     */
    private static final Pattern WRITTEN = Pattern.compile(
            "\\b(?:whsec_|[sr]k_live_|[sr]k_test_|xox[abeprs]-|xapp-|gh[opsur]_|github_pat_|glpat-"
            + "|(?:AKIA|ASIA)(?=[A-Z0-9]{12})|AIza(?=[\\w-]{30})|gsk_|sk-proj-|sk-ant-|pat-(?:na|eu)\\d-|SG\\.(?=[\\w-]{16}))[A-Za-z0-9_-]{6,}"
            + "|\\beyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.|hooks\\.slack\\.com/services/T[A-Z0-9]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|(?i:\\b(?:Bearer|Basic)\\s+(?=[\\w.~+/-]*\\d)[\\w.~+/-]{16,})");

    private SecretForms() {
    }

    /** The text without tokens, and without what stands after the name of a secret. */
    public static String hidden(String text) {
        return hasHint(text) ? named(text) : text;
    }

    /** The same of lines as HTTP clients write them: without what stands after the name of a header for credentials, too. */
    public static String hiddenInLines(String text) {
        return hasHint(text) ? named(HEADER.matcher(text).replaceAll("$1$2***")) : text;
    }

    /** What finds secrets that somebody has written down in a source file. */
    public static Pattern written() {
        return WRITTEN;
    }

    private static String named(String text) {
        return BY_FORM.matcher(NAMED.matcher(text).replaceAll("$1***")).replaceAll("***");
    }

    private static boolean hasHint(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String hint : HINTS) {
            if (lower.contains(hint)) {
                return true;
            }
        }
        return false;
    }
}
