package com.versaai.hub.inbound.feed;

import java.time.Instant;
import java.util.Locale;

/**
 * How a feed is, at this node.
 *
 * @param feed    its name
 * @param word    what is done
 * @param since   since when
 * @param last    when the last event came, null for none since the start
 * @param problem why it isn't read, null where nothing is wrong
 */
public record FeedState(String feed, Word word, Instant since, Instant last, String problem) {

    /** In a word. */
    public enum Word {
        STARTING,
        READING,
        /** By another node. */
        ELSEWHERE,
        FAILING;

        /** As in answers. */
        public String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    FeedState now(Word next, Instant at, String why) {
        return new FeedState(feed, next, next == word ? since : at, last, why);
    }

    FeedState came(Instant at) {
        return new FeedState(feed, word, since, at, problem);
    }
}
