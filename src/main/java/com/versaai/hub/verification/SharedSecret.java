package com.versaai.hub.verification;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/** A sender that sends the secret itself. It proves nothing of the body and says no time, so it is worth what TLS makes it worth. */
record SharedSecret(Place place, List<byte[]> secrets) implements Check {

    /** Where a request carries the secret. */
    interface Place {

        /** @throws RefusedException when it is not there, or not in its form */
        byte[] read(SignedRequest request) throws RefusedException;
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        byte[] given = place.read(request);
        boolean match = false;
        for (byte[] secret : secrets) {
            // The time taken depends on what was given only, and not on which secret it was.
            match |= MessageDigest.isEqual(given, secret);
        }
        return match ? Verdict.OK : Verdict.WRONG_SIGNATURE;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SharedSecret[" + secrets.size() + " secrets]";
    }
}
