package com.versaai.hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.versaai.hub.json.ExactNumbers;
import java.math.BigDecimal;

/**
 * A number with more digits than jq counts with, which is in doubles. It goes through a mapping as it is, and the hub's own functions
 * reckon with it exactly; jq's operators, which would round it, fail in plain words instead.
 */
final class ExactNumber extends DecimalNode {

    private static final long serialVersionUID = 1L;
    private static final int BITS_OF_A_DOUBLE = 53;

    /** Thrown out of the middle of an evaluation. */
    static final class InexactException extends RuntimeException {

        InexactException() {
            super("jq's operators and comparisons count in doubles, and this number has more digits than one holds;"
                    + " use major, money, number, percent, opposite or tostring, which are exact");
        }
    }

    private ExactNumber(BigDecimal value) {
        super(value);
    }

    /** A number as what jq may do with it. */
    static JsonNode of(BigDecimal value) {
        return ExactNumbers.fitsDouble(value) ? DecimalNode.valueOf(value.scale() < 0 ? value.setScale(0) : value) : new ExactNumber(value);
    }

    /** The same of a whole number, as jq writes one. */
    static JsonNode whole(BigDecimal value) {
        return value.toBigInteger().bitLength() <= BITS_OF_A_DOUBLE ? LongNode.valueOf(value.longValue()) : new ExactNumber(value);
    }

    /** A number of the input; one outside a double's range is none, or nothing. */
    static JsonNode read(JsonNode number) {
        if (number.isInt() || number.isShort()) {
            return number;
        }
        if (number.isDouble() || number.isFloat()) {
            return Double.isFinite(number.doubleValue()) ? number : NullNode.instance;
        }
        BigDecimal value = number.decimalValue();
        if (!ExactNumbers.isUsual(value)) {
            return value.signum() == 0 || value.scale() > 0 ? IntNode.valueOf(0) : NullNode.instance;
        }
        if (!ExactNumbers.fitsDouble(value)) {
            return new ExactNumber(value);
        }
        return number.isIntegralNumber() ? number : DoubleNode.valueOf(value.doubleValue());
    }

    @Override
    public boolean isIntegralNumber() {
        return decimalValue().scale() <= 0;
    }

    @Override
    public String asText() {
        return decimalValue().toPlainString();
    }

    @Override
    public double doubleValue() {
        throw new InexactException();
    }

    @Override
    public long longValue() {
        throw new InexactException();
    }
}
