package com.versaai.hub.secret;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that say that what they name is secret. */
public final class SecretNames {

    /** A regular expression for a word that such a name has in it; case does not matter. */
    public static final String WORD = "(?:passw(?:or)?d|passphrase|secret|credential|token|(?:api|access|private|write|account)[._-]?key(?!s)|service[._-]?account)";

    private static final Pattern ANYWHERE = Pattern.compile("(?i)" + WORD);
    /** Besides {@link #WORD}: keys of whatever kind, addresses that let in whoever knows them. Not how many tokens a language model may use. */
    private static final Pattern SETTING = Pattern.compile("(?i)(?!tokens)" + WORD + "|\\bprovider[._].*[._-]tokens\\b|[._-]keys?(?:\\[\\d+]|[._]\\d+)?$|\\bprovider[._].*[._]webhooks[._]");
    private static final Pattern SESSION = Pattern.compile("(?i)session[-_]?id");
    /** Of these all is secret. Signatures are not: they prove one body, and are worth nothing for another one. */
    private static final Set<String> HEADERS = Set.of("authorization", "proxy-authorization", "cookie", "cookie2", "set-cookie", "set-cookie2");
    /** In a query stands what some senders can't put elsewhere, {@code ?code=…}, and a signature of the address. */
    private static final Pattern PARAMETER = Pattern.compile("(?i)(^|&)([^=&]*" + WORD + "[^=&]*|(?:[^=&]*[-_.])?(?:key|apikey|pass|session|sessionid|auth|sig|signature|code))=[^&]*");

    private SecretNames() {
    }

    /** Whether a name, of whatever, has such a word in it. */
    public static boolean isSecret(String name) {
        return ANYWHERE.matcher(name).find();
    }

    /** Whether a setting, given as a property or as an environment variable, is secret. */
    public static boolean isSecretSetting(String name) {
        return SETTING.matcher(name).find();
    }

    /** Whether a header's value is secret. */
    public static boolean isSecretHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT)) || isSecret(name) || SESSION.matcher(name).find();
    }

    /** A query, as it stands in an address, without the values of parameters that are secret. */
    public static String withoutSecrets(String query) {
        return PARAMETER.matcher(query).replaceAll("$1$2=***");
    }
}
