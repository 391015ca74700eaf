package com.versaai.hub.connector;

import java.time.Duration;
import java.util.List;

/**
 * Reads what a provider holds already, so that it comes in as if it had just been told. The hub asks piece by piece, at one node at a time,
 * puts each piece beside the requests that the provider makes, and stores the position when Kafka has it; an item that comes twice has its id.
 * Which objects there are stands in the manifest ({@code inbound.loads}).
 */
public interface FirstLoad {

    /**
     * The next piece. Keeps nothing from one call to the next: after a kill another node asks with the position that was stored.
     *
     * @param account  whose settings are used
     * @param object   one of the manifest's
     * @param position of the piece before; null to begin
     * @throws RefusedException             what asking again would not change
     * @throws Feed.PositionLostException   when the provider doesn't have it any more; the load begins anew
     * @throws RuntimeException             what may pass; the same is asked again
     */
    Piece next(String account, String object, String position);

    /**
     * A piece of what there is, small enough to be held.
     *
     * @param items    none where the provider is still looking
     * @param position behind them; null where that was all
     * @param total    how many there are altogether, null where that isn't known yet
     * @param pause    how long the next one isn't worth asking for
     */
    record Piece(List<Feed.Item> items, String position, Long total, Duration pause) {
    }

    /** The provider does not do it, or has given up. */
    final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        /** @param message what the provider said, without secrets and without records */
        public RefusedException(String message) {
            super(message);
        }
    }
}
