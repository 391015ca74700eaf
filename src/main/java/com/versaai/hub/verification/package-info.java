/**
 * Whether a request proves its sender. The ways of proving are one closed set, {@link com.versaai.hub.verification.Scheme};
 * a manifest names one with its parameters ({@link com.versaai.hub.verification.Verification}), and
 * {@link com.versaai.hub.verification.Verifiers} makes the check of it. Uses nothing else of the hub, and does no I/O.
 */
package com.versaai.hub.verification;
