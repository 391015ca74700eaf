package com.versaai.hub.gateway;

import java.time.Duration;

/** Counts requests per caller. The local one counts per node; a shared one (Redis) can take its place. */
interface RateBuckets {

    /**
     * Takes one request from the caller's allowance.
     *
     * @param caller stable name of the caller, within one kind of traffic
     * @return zero when allowed, else how long until it would be
     */
    Duration take(String caller);
}
