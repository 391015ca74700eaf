/**
 * The sandbox: simulated providers that check what the real ones check, faults that can be switched on, a ledger of what
 * took effect, and a sender of signed Stripe webhooks. Active in profile {@code sandbox} only; {@link
 * com.versaai.hub.sandbox.Simulators} also runs without Spring, in tests or in another process than the hub.
 */
package com.versaai.hub.sandbox;
