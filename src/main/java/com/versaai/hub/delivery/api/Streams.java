package com.versaai.hub.delivery.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.inbound.feed.FeedState;
import com.versaai.hub.inbound.feed.Feeds;
import com.versaai.hub.inbound.load.LoadView;
import com.versaai.hub.inbound.load.Loads;
import com.versaai.hub.provider.Secrets;
import java.time.Instant;
import java.util.List;

/** How what is read from providers is: feeds, and first loads that have not ended. */
class Streams {

    private final Feeds feeds;
    private final Loads loads;
    private final Manifests manifests;
    private final Secrets settings;

    Streams(Feeds feeds, Loads loads, Manifests manifests, Secrets settings) {
        this.feeds = feeds;
        this.loads = loads;
        this.manifests = manifests;
        this.settings = settings;
    }

    /** The contract's Feed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FeedView(String feed, String source, String state, Instant since, Instant lastEvent, Instant positionAt, String problem, List<String> missing) {
    }

    /** All that the configuration names. */
    List<FeedView> feeds() {
        return feeds.seen().stream().map(seen -> {
            FeedState state = seen.state();
            return new FeedView(state.feed(), seen.source(), state.word().lowerCase(), state.since(), state.last(), seen.storedAt(), state.problem(),
                    missing(seen.source()));
        }).toList();
    }

    private List<String> missing(String source) {
        Manifest manifest = manifests.get(source);
        List<String> missing = manifest == null ? List.of() : manifest.lacking(setting -> settings.has("hub.provider." + source + '.' + setting));
        return missing.isEmpty() ? null : missing;
    }

    /** Those that run or are stopped. */
    List<LoadView> loads() {
        return loads.open();
    }
}
