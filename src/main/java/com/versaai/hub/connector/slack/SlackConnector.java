package com.versaai.hub.connector.slack;

import com.versaai.hub.connector.Connector;
import com.versaai.hub.connector.Feed;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Slack answers 200 to what it refuses, and forgets to tell what it was too busy to. */
final class SlackConnector implements Connector {

    private final FaultDecoder faults = new SlackFaults();
    private final Secrets settings;
    private final SlackHistoryCalls history;
    private final Clock clock;

    SlackConnector(Secrets settings, SlackHistoryCalls history, Clock clock) {
        this.settings = settings;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Optional<FaultDecoder> faults() {
        return Optional.of(faults);
    }

    @Override
    public List<Feed> feeds() {
        SlackHistorySettings read = SlackHistorySettings.of(settings);
        return read.channels().stream().<Feed>map(channel -> new SlackHistoryFeed(channel, history, read, clock)).toList();
    }
}
