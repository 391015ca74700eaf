package com.versaai.hub.ai.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** The stream of an identical request that came first: what it has sent so far, then each event as it comes. */
public final class FollowingStream implements TokenStream {

    private final StreamRecording.Reader reader;
    private final Duration longestPause;
    private Consumer<End> told = end -> { };

    /** @param longestPause longer than that of the stream itself, which tells of its own */
    FollowingStream(StreamRecording.Reader reader, Duration longestPause) {
        this.reader = reader;
        this.longestPause = longestPause;
    }

    @Override
    public void onEnd(Consumer<End> listener) {
        told = listener;
    }

    @Override
    public void writeTo(OutputStream caller) throws IOException {
        String outcome = "cancelled";
        try (this) {
            outcome = relay(caller);
        } finally {
            told.accept(new End(outcome, null, 0, null));
        }
    }

    private String relay(OutputStream caller) throws IOException {
        try {
            for (byte[] piece = reader.next(longestPause); piece != null; piece = reader.next(longestPause)) {
                caller.write(piece);
                if (!reader.more()) {
                    caller.flush();
                }
            }
            if (!reader.outcome().equals("cancelled")) {
                return reader.outcome();
            }
            // Whoever read it for all is gone without a last word.
            return broken(caller, "stream_cut");
        } catch (StreamFailedException e) {
            return broken(caller, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the hub stops");
        }
    }

    private static String broken(OutputStream caller, String code) throws IOException {
        caller.write(ChatFrames.error("The stream of the same request that this one followed was lost.", code));
        caller.flush();
        return code;
    }

    @Override
    public void close() {
        reader.leave();
    }
}
