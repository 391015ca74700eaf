/**
 * Whether a request proves its sender. The ways of proving are one closed set, {@link com.versaai.hub.verification.Scheme};
 * a manifest names one with its parameters ({@link com.versaai.hub.verification.Verification}), and
 * {@link com.versaai.hub.verification.Verifiers} makes the check of it. Does no I/O. Uses nothing else of the hub.
 */
package com.versaai.hub.verification;
