package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Feed.PositionLostException;

/**
 * Where the reading of a channel is.
 *
 * @param floor   all before is taken in
 * @param top     where the pass under way began; null between two
 * @param reached how far down it is; null between two
 */
record SlackHistoryPass(String floor, String top, String reached) {

    static SlackHistoryPass done(String floor) {
        return new SlackHistoryPass(floor, null, null);
    }

    static SlackHistoryPass parse(String position) {
        String[] parts = position.split(" ", -1);
        for (String part : parts) {
            if (!SlackTime.is(part) || parts.length != 1 && parts.length != 3) {
                throw new PositionLostException("what is stored is no place in a history");
            }
        }
        return parts.length == 1 ? done(parts[0]) : new SlackHistoryPass(parts[0], parts[1], parts[2]);
    }

    boolean isUnderWay() {
        return top != null;
    }

    /** From the newest down. */
    SlackHistoryPass begun(String now) {
        return new SlackHistoryPass(floor, now, now);
    }

    SlackHistoryPass from(String other) {
        return new SlackHistoryPass(other, top, reached);
    }

    SlackHistoryPass down(String to) {
        return new SlackHistoryPass(floor, top, to);
    }

    SlackHistoryPass ended() {
        return done(top);
    }

    String position() {
        return isUnderWay() ? floor + ' ' + top + ' ' + reached : floor;
    }
}
