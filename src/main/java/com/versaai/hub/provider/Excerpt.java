package com.versaai.hub.provider;

import com.versaai.hub.secret.SecretForms;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text from outside made fit for logs and dead letters: short, printable, without addresses, tokens and URL queries. */
public final class Excerpt {

    private static final int LONGEST = 2_000;
    /** Looked at before cutting; bounds the work of the patterns. */
    private static final int CONSIDERED = 4_000;

    private static final Pattern TITLE = Pattern.compile("<title[^>]{0,200}>([^<]{0,300})", Pattern.CASE_INSENSITIVE);
    private static final Pattern HTML = Pattern.compile("^\\s{0,100}(<!--|<!doctype|<html|<head|<body|<\\?xml[^>]{0,200}>\\s{0,20}<!doctype)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MAIL = Pattern.compile("[^\\s@\"'<>,;:()\\[\\]=&?/]{1,64}(?:@|%40)[^\\s@\"'<>,;:()\\[\\]&/]{1,255}");
    private static final Pattern WEBHOOK = Pattern.compile("(hooks\\.slack(?:-gov)?\\.com/)[^\\s\"'<>]{1,300}");
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s\"'<>?#]{1,500})[?#][^\\s\"'<>]{0,2000}");
    private static final Pattern SPACE = Pattern.compile("[\\p{Cntrl}\\s\\u2028\\u2029]+");
    private Excerpt() {
    }

    /** At most 2 000 characters of an answer; of an HTML page only its title; null for nothing. */
    public static String ofAnswer(String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        return isHtml(body) ? line(title(body), 300) : masked(body, LONGEST);
    }

    /** One line of at most {@code longest} characters; empty for null. */
    public static String line(String text, int longest) {
        return text == null ? "" : masked(text, longest);
    }

    /** True for what begins like a web page. */
    public static boolean isHtml(String body) {
        return HTML.matcher(head(body)).find();
    }

    /** What the page says it is, {@code HTML page} where it does not. */
    public static String title(String page) {
        Matcher title = TITLE.matcher(head(page));
        return title.find() && !title.group(1).isBlank() ? title.group(1) : "HTML page";
    }

    private static String masked(String text, int longest) {
        String line = oneLine(whole(head(text)));
        // Almost every answer holds nothing of this, and looking for a word is a hundred times cheaper than a pattern that fails.
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.contains("://") || lower.contains("hooks.slack")) {
            line = WEBHOOK.matcher(line).replaceAll("$1***");
            line = QUERY.matcher(line).replaceAll("$1?***");
        }
        line = SecretForms.hidden(line);
        if (lower.contains("@") || lower.contains("%40")) {
            line = MAIL.matcher(line).replaceAll("***@***");
        }
        return line.length() > longest ? line.substring(0, longest - 1) + '…' : line;
    }

    private static String oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return SPACE.matcher(text).replaceAll(" ").strip();
            }
        }
        return text;
    }

    private static String head(String text) {
        return text.length() > CONSIDERED ? text.substring(0, CONSIDERED) : text;
    }

    /** Where the text was cut, half a token or address may stand that no pattern knows: gone up to the last gap. */
    private static String whole(String head) {
        if (head.length() < CONSIDERED) {
            return head;
        }
        int end = head.length();
        while (end > 0 && !Character.isWhitespace(head.charAt(end - 1)) && "\"',<>".indexOf(head.charAt(end - 1)) < 0) {
            end--;
        }
        return end > 0 ? head.substring(0, end) : head.substring(0, LONGEST / 2);
    }
}
