package com.versaai.hub.provider;

import java.time.Duration;

/**
 * A decoded failure of one provider call.
 *
 * @param faultClass what to do about it
 * @param status     HTTP status, null when there was no answer
 * @param code       the provider's own error code ({@code channel_not_found}, {@code INVALID_SESSION_ID}), else a short
 *                   reason of ours ({@code connect_timeout}); never null
 * @param message    what an operator reads: without URL, secret or personal data
 * @param retryAfter how long the provider asks to wait, null when it does not say
 * @param answer     at most 2 000 characters of the provider's answer, may be null
 */
public record Fault(FaultClass faultClass, Integer status, String code, String message, Duration retryAfter, String answer) {

    /** The same of a call that only reads: what may have been done over there is nothing, so that nobody need doubt it. */
    public Fault ofRead() {
        return faultClass == FaultClass.IN_DOUBT ? new Fault(FaultClass.TRANSIENT, status, code, message, retryAfter, answer) : this;
    }
}
