package com.versaai.hub.json;

import java.math.BigDecimal;

/** How large and how fine the numbers of JSON may be that is kept as it was written. */
public final class ExactNumbers {

    /** Of a double's range: what is beyond, no reader of the JSON would know. */
    private static final int LARGEST_EXPONENT = 308;
    /** Every decimal of so many digits survives being a double. */
    private static final int DIGITS_OF_A_DOUBLE = 15;

    private ExactNumbers() {
    }

    /** Whether it lies in a double's range, and so costs little to write out in full. */
    public static boolean isUsual(BigDecimal number) {
        return Math.abs((long) number.precision() - number.scale() - 1) <= LARGEST_EXPONENT;
    }

    /** Whether it is the same number after somebody has made a double of it. */
    public static boolean fitsDouble(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.precision() <= DIGITS_OF_A_DOUBLE || plain.scale() <= 0 && plain.compareTo(BigDecimal.valueOf(1L << 53)) <= 0
                && plain.compareTo(BigDecimal.valueOf(-1L << 53)) >= 0;
    }
}
