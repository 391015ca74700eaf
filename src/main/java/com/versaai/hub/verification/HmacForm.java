package com.versaai.hub.verification;

import com.versaai.hub.verification.SignedTemplate.Field;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The form of one sender's HMAC: where it stands, how it is written, what is signed.
 *
 * @param header          lower-case name
 * @param prefix          before the signature, {@code sha256=}; empty for none
 * @param timestampHeader null when the sender says no time
 * @param unit            of the timestamp
 * @param idHeader        null when no id is signed
 */
record HmacForm(String header, HmacKey.Algorithm algorithm, Encoding encoding, String prefix, SignedTemplate signed,
                String timestampHeader, ChronoUnit unit, String idHeader) {

    static final String HEADER = "header";
    static final String ALGORITHM = "algorithm";
    static final String ENCODING = "encoding";
    static final String PREFIX = "prefix";
    static final String SIGNED = "signed";
    static final String TIMESTAMP_HEADER = "timestamp-header";
    static final String TIMESTAMP_UNIT = "timestamp-unit";
    static final String ID_HEADER = "id-header";

    /** Slack: forms (commands, interactions) and JSON (events) alike, as they came. */
    static final HmacForm SLACK = of(Map.of(HEADER, "x-slack-signature", PREFIX, "v0=", SIGNED, "v0:{timestamp}:{body}",
            TIMESTAMP_HEADER, "x-slack-request-timestamp"));

    /** HubSpot's v3; what it does to the URL before: {@link #hubspotUrl}. */
    static final HmacForm HUBSPOT_V3 = of(Map.of(HEADER, "x-hubspot-signature-v3", ENCODING, "base64",
            SIGNED, "{method}{url}{body}{timestamp}", TIMESTAMP_HEADER, "x-hubspot-request-timestamp", TIMESTAMP_UNIT, "ms"));

    private static final List<String> HUBSPOT_ESCAPES = List.of("3A", "2F", "3F", "40", "21", "24", "27", "28", "29", "2A", "2C", "3B");
    private static final String HUBSPOT_CHARACTERS = ":/?@!$'()*,;";

    /** The form that parameters describe; they have been checked one by one, and by {@link #problems}. */
    static HmacForm of(Map<String, String> parameters) {
        return new HmacForm(lowerCase(parameters.get(HEADER)),
                HmacKey.Algorithm.valueOf(parameters.getOrDefault(ALGORITHM, "sha256").toUpperCase(Locale.ROOT)),
                Encoding.valueOf(parameters.getOrDefault(ENCODING, "hex").toUpperCase(Locale.ROOT)),
                parameters.getOrDefault(PREFIX, ""),
                new SignedTemplate(parameters.getOrDefault(SIGNED, "{body}")),
                lowerCase(parameters.get(TIMESTAMP_HEADER)),
                parameters.getOrDefault(TIMESTAMP_UNIT, "s").equals("ms") ? ChronoUnit.MILLIS : ChronoUnit.SECONDS,
                lowerCase(parameters.get(ID_HEADER)));
    }

    private static String lowerCase(String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }

    /** What the parameters say that doesn't go together; empty when all is well. */
    static List<String> problems(Map<String, String> parameters) {
        SignedTemplate signed;
        try {
            signed = new SignedTemplate(parameters.getOrDefault(SIGNED, "{body}"));
        } catch (IllegalArgumentException e) {
            return List.of("parameter \"signed\": " + e.getMessage());
        }
        List<String> problems = new ArrayList<>();
        if (!signed.has(Field.BODY)) {
            problems.add("parameter \"signed\" holds no {body}: any body would be accepted");
        }
        pair(problems, parameters.containsKey(TIMESTAMP_HEADER), signed.has(Field.TIMESTAMP), TIMESTAMP_HEADER, "{timestamp}");
        pair(problems, parameters.containsKey(ID_HEADER), signed.has(Field.ID), ID_HEADER, "{id}");
        if (parameters.containsKey(TIMESTAMP_UNIT) && !parameters.containsKey(TIMESTAMP_HEADER)) {
            problems.add("parameter \"timestamp-unit\" needs \"timestamp-header\"");
        }
        return problems;
    }

    /** A header that isn't signed can be changed by anybody, so that it proves nothing; a placeholder without header stays empty. */
    private static void pair(List<String> problems, boolean header, boolean placeholder, String name, String text) {
        if (header && !placeholder) {
            problems.add("parameter \"" + name + "\" is of no use: \"signed\" holds no " + text);
        } else if (placeholder && !header) {
            problems.add("parameter \"signed\" holds " + text + ", but no \"" + name + "\" says where it is");
        }
    }

    /** Names of the headers it reads. */
    Set<String> headers() {
        Set<String> names = new TreeSet<>(Set.of(header));
        if (timestampHeader != null) {
            names.add(timestampHeader);
        }
        if (idHeader != null) {
            names.add(idHeader);
        }
        return names;
    }

    boolean signsUrl() {
        return signed.has(Field.URL);
    }

    /**
     * The URL as HubSpot signs it: twelve escapes are undone, in either case, once; all others stay. Its documentation lists them;
     * its own Node helper leaves all of them in.
     */
    static String hubspotUrl(String url) {
        StringBuilder decoded = new StringBuilder(url.length());
        for (int i = 0; i < url.length(); i++) {
            int at = url.charAt(i) == '%' && i + 2 < url.length()
                    ? HUBSPOT_ESCAPES.indexOf(url.substring(i + 1, i + 3).toUpperCase(Locale.ROOT)) : -1;
            if (at >= 0) {
                decoded.append(HUBSPOT_CHARACTERS.charAt(at));
                i += 2;
            } else {
                decoded.append(url.charAt(i));
            }
        }
        return decoded.toString();
    }
}
