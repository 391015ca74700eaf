package com.versaai.hub.connector;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Who answers a sink's calls in {@link SinkContract}: what the real provider would do, on demand. Each fault lasts until {@link #heal}. */
public interface FarSide extends AutoCloseable {

    /** What an account needs to reach it, by setting. */
    Map<String, String> settings();

    /** Every call is refused so: an HTTP status, a space and the provider's own code where there is one, or what the protocol has in its place. */
    void refuse(String how);

    /** Every call is refused as too many, with the advice to come again after that time. */
    void askToWait(Duration time);

    /** Every call is answered right, but so late. */
    void delay(Duration late);

    /** Every call is taken in, and then the connection breaks without an answer. */
    void loseAnswers();

    /** Every call is taken in and answered with far more than anyone reads. */
    void flood();

    /** Every call is refused with far more than anyone reads. */
    void floodRefusing();

    /** All records are gone, and whoever was logged in is no longer. */
    default void loseRecords() {
        throw new UnsupportedOperationException("it keeps no records");
    }

    /** The records as they are: what was written last that changed something, by the far side's own name of each. */
    default Map<String, String> records() {
        throw new UnsupportedOperationException("it keeps no records");
    }

    /** Access tokens that were given out are worth nothing from now on. */
    void expireTokens();

    /** Whether access tokens are given out. */
    boolean issuesTokens();

    /** Answers rightly again, and forgets what arrived. */
    void heal();

    /** How many messages were taken in. */
    long taken();

    /** All of what arrived, each request or mail as one text: address, headers and body. */
    List<String> arrived();

    /** The credentials among it, as they were sent. */
    List<String> credentials();

    @Override
    void close();
}
