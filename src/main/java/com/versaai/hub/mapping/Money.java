package com.versaai.hub.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amounts in minor units, as Stripe counts them.
 *
 * <p>Fraction digits are Stripe's, not ISO's: MGA has none; ISK and UGX, which have no cents in real life, are still sent
 * in hundredths (always a multiple of 100), and so are HUF and TWD. IQD and LYD, which Stripe does not sell, follow ISO.
 * Every other code, known or not, has two.
 *
 * <p>One spelling where no country is set (else {@link Spelling}): sign, symbol, comma between thousands, point before the
 * fraction ({@code -$1,234.50}, {@code ¥5,000}). People in several countries may read the same channel, and a language alone
 * does not tell: Madrid and Mexico exchange point and comma. A currency without an own symbol shows its code
 * ({@code KWD 5.120}); something that is no code at all shows {@code ¤}.
 */
public final class Money {

    private static final Set<String> NO_DIGITS = Set.of("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG",
            "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> THREE_DIGITS = Set.of("BHD", "JOD", "KWD", "OMR", "TND", "IQD", "LYD");
    /** Sent in hundredths, but nobody writes them. */
    private static final Set<String> SHOWN_WHOLE = Set.of("ISK", "UGX");
    private static final Map<String, String> SYMBOLS = Map.ofEntries(Map.entry("USD", "$"), Map.entry("EUR", "€"),
            Map.entry("GBP", "£"), Map.entry("JPY", "¥"), Map.entry("CNY", "CN¥"), Map.entry("KRW", "₩"),
            Map.entry("INR", "₹"), Map.entry("BRL", "R$"), Map.entry("MXN", "MX$"), Map.entry("CAD", "CA$"),
            Map.entry("AUD", "A$"), Map.entry("NZD", "NZ$"), Map.entry("HKD", "HK$"), Map.entry("SGD", "S$"),
            Map.entry("TWD", "NT$"), Map.entry("ILS", "₪"), Map.entry("VND", "₫"), Map.entry("PHP", "₱"),
            Map.entry("NGN", "₦"), Map.entry("UAH", "₴"), Map.entry("KZT", "₸"), Map.entry("TRY", "₺"),
            Map.entry("PYG", "₲"), Map.entry("CRC", "₡"));
    private static final Pattern CODE = Pattern.compile("[A-Za-z]{3}");

    private Money() {
    }

    /** The code in capitals, or null when {@code currency} has not the form of one. */
    public static String code(String currency) {
        return currency != null && CODE.matcher(currency).matches() ? currency.toUpperCase(Locale.ROOT) : null;
    }

    /** How many digits of a minor amount stand behind the point; 2 for what is unknown. */
    public static int digits(String currency) {
        String code = code(currency);
        if (code == null) {
            return 2;
        }
        return NO_DIGITS.contains(code) ? 0 : THREE_DIGITS.contains(code) ? 3 : 2;
    }

    /** Minor units → major units (12345 usd → 123.45), with exactly the currency's digits unless a finer amount came in. */
    public static BigDecimal major(BigDecimal minor, String currency) {
        int digits = digits(currency);
        BigDecimal major = minor.movePointLeft(digits);
        return major.stripTrailingZeros().scale() <= digits ? major.setScale(digits, RoundingMode.UNNECESSARY) : major;
    }

    /** Minor units → what people read (12345 usd → {@code $123.45}). */
    public static String format(BigDecimal minor, String currency) {
        String code = code(currency);
        BigDecimal major = shown(minor, currency);
        String symbol = code == null ? "¤" : SYMBOLS.getOrDefault(code, code + ' ');
        return (major.signum() < 0 ? "-" : "") + symbol + grouped(major.abs().toPlainString());
    }

    /** Minor units → major units with the digits that people write. */
    static BigDecimal shown(BigDecimal minor, String currency) {
        BigDecimal major = major(minor, currency);
        String code = code(currency);
        boolean whole = code != null && SHOWN_WHOLE.contains(code) && major.stripTrailingZeros().scale() <= 0;
        return whole ? major.setScale(0, RoundingMode.UNNECESSARY) : major;
    }

    /** Any number in the same spelling. */
    static String grouped(BigDecimal number) {
        return (number.signum() < 0 ? "-" : "") + grouped(number.abs().stripTrailingZeros().toPlainString());
    }

    private static String grouped(String plain) {
        int point = plain.indexOf('.');
        StringBuilder digits = new StringBuilder(plain);
        for (int at = (point < 0 ? plain.length() : point) - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }
}
