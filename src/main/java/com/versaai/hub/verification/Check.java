package com.versaai.hub.verification;

import java.time.Instant;

/** How one scheme judges, once there are secrets. Thread-safe. */
interface Check {

    /** @throws RefusedException with the verdict, when there is nothing to compare */
    Verdict judge(SignedRequest request, Instant now) throws RefusedException;
}
