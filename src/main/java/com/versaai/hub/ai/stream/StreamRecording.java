package com.versaai.hub.ai.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Records what a stream sends, so that those who follow it, and the cache, can read it. Up to {@link #LONGEST} it is kept whole
 * and anybody may follow from the start; beyond, only what a follower has yet to read. Nobody who follows makes the stream wait.
 */
public final class StreamRecording {

    /** Of a stream that is kept whole, in bytes. */
    public static final int LONGEST = 512 * 1024;
    /** Whoever is further behind a long stream is left behind: memory is not his to take. */
    static final int FURTHEST_BEHIND = 8 * LONGEST;
    private static final String CANCELLED = "cancelled";

    /** One piece; whoever holds it holds all that came later, and nothing of what came before. */
    private static final class Frame {
        private final byte[] bytes;
        private final long end;
        private Frame next;

        Frame(byte[] bytes, long end) {
            this.bytes = bytes;
            this.end = end;
        }
    }

    /** One follower's place. */
    public final class Reader {
        private Frame at;

        private Reader(Frame at) {
            this.at = at;
        }

        /**
         * The next piece, waited for; null when the stream is over.
         *
         * @throws StreamFailedException after a pause that is too long, or when left behind
         */
        byte[] next(Duration longestPause) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = longestPause.toNanos();
                while (at != null && at.next == null && outcome == null) {
                    if (left <= 0) {
                        throw new StreamFailedException("timeout");
                    }
                    left = grown.awaitNanos(left);
                }
                if (at == null) {
                    throw new StreamFailedException("too_slow");
                }
                if (at.next == null) {
                    return null;
                }
                at = at.next;
                return at.bytes;
            } finally {
                lock.unlock();
            }
        }

        /** Whether the next piece is there already. */
        boolean more() {
            return locked(() -> at == null || at.next != null);
        }

        /** Follows no longer. */
        public void leave() {
            locked(() -> readers.remove(this));
        }

        String outcome() {
            return locked(() -> outcome);
        }
    }

    private final Lock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Set<Reader> readers = new HashSet<>();
    private Frame first = new Frame(new byte[0], 0);
    private Frame last = first;
    private String outcome;

    /** A place at its start, or null when there can be none any more: the stream is over, or too long. */
    public Reader join() {
        return locked(() -> {
            if (outcome != null || first == null) {
                return null;
            }
            Reader reader = new Reader(first);
            readers.add(reader);
            return reader;
        });
    }

    void add(byte[] bytes) {
        locked(() -> {
            last.next = new Frame(bytes, last.end + bytes.length);
            last = last.next;
            if (last.end > LONGEST) {
                first = null;
                readers.stream().filter(reader -> reader.at != null && last.end - reader.at.end > FURTHEST_BEHIND)
                        .forEach(reader -> reader.at = null);
            }
            grown.signalAll();
            return null;
        });
    }

    /** Everything, null if it is too long. */
    byte[] whole() {
        return locked(() -> {
            if (first == null) {
                return null;
            }
            byte[] all = new byte[(int) last.end];
            for (Frame frame = first; frame != null; frame = frame.next) {
                System.arraycopy(frame.bytes, 0, all, (int) frame.end - frame.bytes.length, frame.bytes.length);
            }
            return all;
        });
    }

    /** Ends it if nobody follows; else it has to go on. From then on nobody can join. */
    public boolean leave() {
        return locked(() -> {
            if (readers.isEmpty()) {
                over(CANCELLED);
            }
            return readers.isEmpty();
        });
    }

    /** Over; only the first word on how it ended counts. */
    public void end(String how) {
        locked(() -> {
            over(how);
            return null;
        });
    }

    private void over(String how) {
        if (outcome == null) {
            outcome = how;
            grown.signalAll();
        }
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
