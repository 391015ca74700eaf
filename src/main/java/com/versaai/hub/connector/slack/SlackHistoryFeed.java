package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Feed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The history of one channel: what was said there and no webhook has brought. Read in passes, each from the newest message down to where the last one
 * began. Its position is that {@code ts}, and within a pass where it began and how far down it is, so that a pass goes on after a restart.
 */
final class SlackHistoryFeed implements Feed {

    /** It is asked, and may have been told to wait for as long as the hub heeds. */
    private static final Duration SILENCE = Duration.ofDays(2);

    private final String channel;
    private final SlackHistoryCalls calls;
    private final SlackHistorySettings settings;
    private final Clock clock;
    private SlackHistoryCalls.RefusedException refusal;
    private Instant refusedUntil = Instant.MIN;

    SlackHistoryFeed(String channel, SlackHistoryCalls calls, SlackHistorySettings settings, Clock clock) {
        this.channel = channel;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "slack-history-" + channel;
    }

    @Override
    public String source() {
        return "slack/events";
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    @Override
    public Reading after(String position) {
        return open(position == null ? SlackHistoryPass.done(SlackTime.of(clock.instant().minus(settings.first()))) : SlackHistoryPass.parse(position));
    }

    @Override
    public Reading fromOldest() {
        return open(SlackHistoryPass.done(SlackTime.of(clock.instant().minus(settings.kept()))));
    }

    /** A channel that the bot may not read is asked for at the usual pace, not at that of retries: the calls are few, and for all channels. */
    private Reading open(SlackHistoryPass place) {
        if (refusal != null && clock.instant().isBefore(refusedUntil)) {
            throw refusal;
        }
        refusal = null;
        return new SlackHistoryReading(channel, place, calls, settings, clock, refused -> {
            refusal = refused;
            refusedUntil = clock.instant().plus(settings.every());
        });
    }

    @Override
    public Item gap(String since, String reason) {
        return SlackHistoryItems.gap(channel, since, reason);
    }
}
