package com.versaai.hub.connector;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A stream of a provider that the hub reads, instead of being called. The hub reads it at one node at a time, puts what comes beside the
 * requests that the provider makes, and stores the position when Kafka has it: after that the provider is never asked for it again.
 */
public interface Feed {

    /** Unique, and the same after a restart: positions are stored by it. At most 200 characters. */
    String name();

    /** The connector whose mapping gets what comes, as requests of that source. */
    String source();

    /**
     * How the original ids of events of {@link #source} begin by which the provider says that it keeps something back: the feed is read at once then,
     * at whichever node and whichever node was told. Empty where it says no such thing.
     */
    default Optional<String> heldBack() {
        return Optional.empty();
    }

    /** How long nothing at all may come before the connection is taken for dead. */
    Duration silence();

    /**
     * Connects behind a position.
     *
     * @param position of a {@link Batch}; null for what is new from now on
     * @throws RuntimeException when that doesn't work; it is tried again
     */
    Reading after(String position);

    /** Connects before the oldest that the provider still has. */
    Reading fromOldest();

    /** One connection. Used by one thread. */
    interface Reading extends AutoCloseable {

        /**
         * What came next; whoever asks has Kafka's word for all before.
         *
         * @return null when nothing came within that time
         * @throws PositionLostException when the provider doesn't know the position any more
         * @throws RuntimeException      when the connection is over; the next one begins behind the last position that was stored
         */
        Batch next(Duration patience) throws InterruptedException;

        /** Asks the provider as soon as its limits allow, though it isn't time: see {@link Feed#heldBack}. */
        default void hurry() {
        }

        @Override
        void close();
    }

    /**
     * What came together.
     *
     * @param items    none, where the provider only says that it is still there
     * @param position behind them; null where it is as before
     */
    record Batch(List<Item> items, String position) {
    }

    /**
     * One event of the provider.
     *
     * @param id   the provider's: the same again is a repetition
     * @param type the provider's word, in receipts and metrics
     * @param body JSON
     */
    record Item(String id, String type, byte[] body) {

        /** Without what may be personal. */
        @Override
        public String toString() {
            return "Item[" + type + ' ' + id + ", " + body.length + " bytes]";
        }
    }

    /** The provider keeps events for some days, and the position is of before; or it is none of its own. */
    final class PositionLostException extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** @param message what the provider said, without secrets */
        public PositionLostException(String message) {
            super(message);
        }
    }

    /**
     * What the mapping gets when a position was lost: events between are missing. It is for the mapping to say so.
     *
     * @param since when the last position was stored, ISO 8601
     */
    default Item gap(String since, String reason) {
        return null;
    }

    /**
     * Looks elsewhere for what the stream doesn't have any more; nothing where nothing can be asked.
     *
     * @param since when the last position was stored
     * @throws RuntimeException when that doesn't work now; all of it is tried again, and ids that are the same make that harmless
     */
    default void missed(Instant since, Instant now, Consumer<Item> to) {
    }
}
