package com.versaai.hub.ai.redaction;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is looked for without being told. Every repetition has an end, most give nothing back (possessive), so that no text
 * makes them slow. Secrets first: they may hold what looks like a phone number.
 */
final class BuiltInFinders {

    private static final String API_KEY = String.join("|",
            "(?:xox[abceprs]|xapp)-[A-Za-z0-9-]{10,300}+",                     // Slack
            "hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{10,200}+",
            "(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,300}+",                 // Stripe
            "whsec_[A-Za-z0-9+/=_-]{16,300}+",
            "gh[oprsu]_[A-Za-z0-9]{20,300}+",                                  // GitHub
            "github_pat_[A-Za-z0-9_]{20,300}+",
            "gsk_[A-Za-z0-9]{20,300}+",                                        // Groq
            "(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,300}+");                      // OpenAI; "task-…" is none
    private static final String JWT = "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,8192}+\\.[A-Za-z0-9_-]{5,16384}+\\.[A-Za-z0-9_-]{0,8192}+";
    private static final String EMAIL = "[\\p{L}\\p{N}._%+'-]{1,64}+@(?:[\\p{L}\\p{N}-]{1,63}+\\.){1,8}\\p{L}{2,63}+";
    private static final String IBAN = "(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ \\u00A0-]?[A-Za-z0-9]){11,30}+";
    private static final String CARD = "(?<![0-9])[2-6](?:[ \\u00A0-]?[0-9]){12,18}+";
    private static final String PHONE = String.join("|",
            "(?<![\\p{L}\\p{N}+])(?:\\+|00)[1-9](?:[ \\u00A0.()/-]{0,2}[0-9]){7,14}+(?![0-9])",
            "(?<![\\p{L}\\p{N}.,+_-])[6789][0-9]{2}(?:[ \\u00A0.-]?[0-9]{3}){2}(?![\\p{L}\\p{N}_])",     // Spain, by threes
            "(?<![\\p{L}\\p{N}.,+_-])[6789][0-9]{2}(?:[ \\u00A0.-]?[0-9]{2}){3}(?![\\p{L}\\p{N}_])",     // and by twos
            "(?<![\\p{L}\\p{N}_-])(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4}(?![\\p{L}\\p{N}_-])");

    private BuiltInFinders() {
    }

    /** By kind, in the order they are tried. */
    static Map<String, Finder> all() {
        Map<String, Finder> all = new LinkedHashMap<>();
        add(all, "API_KEY", API_KEY, null);
        add(all, "JWT", JWT, null);
        add(all, "EMAIL", EMAIL, null);
        add(all, "IBAN", IBAN, BuiltInFinders::isIban);
        add(all, "CARD", CARD, BuiltInFinders::isCard);
        add(all, "PHONE", PHONE, null);
        return all;
    }

    private static void add(Map<String, Finder> all, String kind, String pattern, Predicate<String> check) {
        all.put(kind, new Finder(kind, Pattern.compile(pattern), check));
    }

    /** 13 to 19 digits whose check digit is right (Luhn). */
    static boolean isCard(String text) {
        int sum = 0;
        int digits = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = text.charAt(i) - '0';
            if (digit >= 0 && digit <= 9) {
                int weighed = digits % 2 == 0 ? digit : 2 * digit;
                sum += weighed > 9 ? weighed - 9 : weighed;
                digits++;
            }
        }
        return digits >= 13 && digits <= 19 && sum % 10 == 0;
    }

    /** 15 to 34 letters and digits whose check digits are right (ISO 7064, modulo 97). */
    static boolean isIban(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().filter(Character::isLetterOrDigit).forEach(c -> plain.append((char) c));
        if (plain.length() < 15 || plain.length() > 34) {
            return false;
        }
        int rest = 0;
        for (int i = 0; i < plain.length(); i++) {
            // The first four characters count last.
            int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
            rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
        }
        return rest == 1;
    }
}
