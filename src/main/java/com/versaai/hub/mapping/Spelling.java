package com.versaai.hub.mapping;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** How texts write numbers and amounts: as a country does, with every digit; as {@link Money} does where none is set. */
final class Spelling {

    private final Locale country;

    /** @param locale whose spelling; a language alone, or null, means none */
    Spelling(Locale locale) {
        country = locale == null || locale.getCountry().isEmpty() ? null : locale;
    }

    /** Minor units → what people read. */
    String money(BigDecimal minor, String currency) {
        if (country == null) {
            return Money.format(minor, currency);
        }
        DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(country);
        DecimalFormatSymbols symbols = format.getDecimalFormatSymbols();
        symbols.setCurrencySymbol(apart(symbol(Money.code(currency)), format.toPattern()));
        format.setDecimalFormatSymbols(symbols);
        return written(Money.shown(minor, currency), format);
    }

    /** Any number. */
    String number(BigDecimal number) {
        return country == null ? Money.grouped(number)
                : written(number.stripTrailingZeros(), (DecimalFormat) NumberFormat.getNumberInstance(country));
    }

    private String symbol(String code) {
        if (code == null) {
            return "¤";
        }
        try {
            return Currency.getInstance(code).getSymbol(country);
        } catch (IllegalArgumentException e) {
            return code; // of no country that this Java knows
        }
    }

    /** Letters don't touch digits ({@code USD 5}), which the JDK's patterns leave to others. */
    private static String apart(String symbol, String pattern) {
        boolean touches = pattern.startsWith("¤#") || pattern.startsWith("¤0");
        return touches && Character.isLetter(symbol.charAt(symbol.length() - 1)) ? symbol + ' ' : symbol;
    }

    private static String written(BigDecimal number, DecimalFormat format) {
        int digits = Math.max(number.scale(), 0);
        // In this order: a smaller maximum would take the minimum along.
        format.setMaximumFractionDigits(digits);
        format.setMinimumFractionDigits(digits);
        // Blanks of a special width are one kind to who searches for the amount.
        return format.format(number).replace('\u00a0', ' ').replace('\u202f', ' ');
    }
}
