/**
 * The sandbox: simulated providers that check what the real ones check, faults that can be switched on, a ledger of what
 * took effect, and senders of signed webhooks. Each provider has a package of its own below this one, and nothing here names it:
 * {@link com.versaai.hub.sandbox.SimulatorFactory} says how one is added. Active in profile {@code sandbox} only; {@link
 * com.versaai.hub.sandbox.Simulators} also runs without Spring, in tests or in another process than the hub.
 * All of it, its resources and WireMock are packaged into {@code lib-sandbox}, which production leaves out: no other package may use it.
 * Uses {@code gateway} and {@code profile}.
 */
package com.versaai.hub.sandbox;
