package com.versaai.hub.ai.stream;

import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.gateway.StreamingBody;
import java.io.IOException;
import java.util.function.Consumer;

/** Tokens on their way to one caller: from a provider, from the cache, or from the same request of somebody else. */
public sealed interface TokenStream extends StreamingBody, AutoCloseable permits RelayedStream, FollowingStream {

    /**
     * How it ended.
     *
     * @param outcome {@code ok}, {@code cancelled} or a failure's code
     * @param usage   as counted by the provider, or {@code null} when it told none
     * @param letters of the answer, for an estimate
     * @param frames  everything that was sent, null unless it came to its natural end and may be kept
     */
    record End(String outcome, Usage usage, long letters, byte[] frames) {
    }

    /** Told once, when all is over. */
    void onEnd(Consumer<End> listener);

    /** Leaves, if that has not been done. */
    @Override
    void close() throws IOException;
}
