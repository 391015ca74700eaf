package com.versaai.hub.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An allow-list of header or parameter names: exact names and {@code prefix*}. Only ASCII letters, digits, {@code -} and
 * {@code _} can match, folded without regard to locale, so that no look-alike character ("K" for "K") becomes an allowed one.
 */
final class NameList {

    private static final int LONGEST = 64;

    private final Set<String> exact = new HashSet<>();
    private final List<String> prefixes = new ArrayList<>();

    NameList(List<String> names, List<String> more) {
        names.forEach(this::add);
        more.forEach(this::add);
    }

    boolean has(String name) {
        String folded = fold(name);
        if (folded == null) {
            return false;
        }
        if (exact.contains(folded)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (folded.length() > prefix.length() && folded.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private void add(String name) {
        boolean prefix = name.endsWith("*");
        String folded = fold(prefix ? name.substring(0, name.length() - 1) : name);
        if (folded == null || steersCamel(folded) || prefix && folded.length() < 3) {
            throw new UnsafeSettingException("hub.gateway: '" + name + "' can't be allowed to cross the border",
                    "Allow plain names or prefixes of three letters and more, none of which steers a Camel component.");
        }
        if (prefix) {
            prefixes.add(folded);
        } else {
            exact.add(folded);
        }
    }

    private static boolean steersCamel(String folded) {
        return folded.startsWith("camel") || folded.startsWith("org") || folded.startsWith("kafka") || folded.startsWith("sobject")
                || folded.startsWith("hub") && !folded.startsWith("hub-");
    }

    /** Lower case, or null when the name has any other character. */
    private static String fold(String name) {
        if (name == null || name.isEmpty() || name.length() > LONGEST) {
            return null;
        }
        char[] folded = new char[name.length()];
        for (int i = 0; i < folded.length; i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c += 'a' - 'A';
            } else if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_')) {
                return null;
            }
            folded[i] = c;
        }
        return new String(folded);
    }
}
