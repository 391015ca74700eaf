package com.versaai.hub.ai.budget;

import java.util.concurrent.atomic.AtomicReference;

/** What one call puts down before it is made: tokens of the rates and money of the month. Each is settled once. */
public final class ChatDeposit {

    private final String tenant;
    private final Reservation money;
    private final AtomicReference<ChatLimits.Held> tokens;
    private final long most;

    ChatDeposit(String tenant, Reservation money, ChatLimits.Held tokens, long most) {
        this.tenant = tenant;
        this.money = money;
        this.tokens = new AtomicReference<>(tokens);
        this.most = most;
    }

    /** Tokens that the call may cost, prompt and answer. */
    public long most() {
        return most;
    }

    /** As the caller's key names it. */
    String tenant() {
        return tenant;
    }

    Reservation money() {
        return money;
    }

    /** Null the second time. */
    ChatLimits.Held takeTokens() {
        return tokens.getAndSet(null);
    }
}
