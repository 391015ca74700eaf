package com.versaai.hub.reload;

import com.versaai.hub.engine.Subscriptions;
import com.versaai.hub.engine.Subscriptions.Subscription;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.URISupport;

/** The routes that begin with {@code kamelet:hub-event-source}, and where each begins to read. */
final class Subscribers {

    private static final String SOURCE = "kamelet:hub-event-source?";
    /** A file that says it is older was copied with its time: what it missed since then is not what somebody saved a moment ago. */
    private static final Duration JUST_SAVED = Duration.ofMinutes(1);

    private final CamelContext camel;
    private final Subscriptions subscriptions;
    private final Clock clock;
    private final Set<Subscription> begun = ConcurrentHashMap.newKeySet();

    Subscribers(CamelContext camel, Subscriptions subscriptions, Clock clock) {
        this.camel = camel;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Says what is wrong with how a file subscribes. */
    void check(Content content) {
        of(content).forEach(one -> Subscriptions.since(one.since(), clock.instant()));
    }

    /**
     * Before the routes of a file start.
     *
     * @param saved when the file was; null while the hub starts
     */
    void begin(Content content, Instant saved) {
        Instant now = clock.instant();
        boolean just = saved != null && saved.isBefore(now) && saved.isAfter(now.minus(JUST_SAVED));
        for (Subscription one : of(content)) {
            if (!begun.contains(one)) {
                subscriptions.begin(one, just ? saved : now);
                begun.add(one);
            }
        }
    }

    private List<Subscription> of(Content content) {
        return content.inputs().values().stream().filter(uri -> uri.startsWith(SOURCE)).map(this::subscription)
                .filter(one -> one.subscriber() != null && !one.topics().isEmpty()).toList();
    }

    private Subscription subscription(String uri) {
        try {
            Map<String, Object> parameters = URISupport.parseQuery(camel.resolvePropertyPlaceholders(uri.substring(SOURCE.length())));
            String topics = String.valueOf(parameters.getOrDefault("topics", "")).strip();
            Object since = parameters.get("since");
            return new Subscription((String) parameters.get("subscriber"), topics.isEmpty() ? Set.of() : Set.of(topics.split("\\s*,\\s*")),
                    since == null ? null : since.toString());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(uri + " is no address: " + e.getReason(), e);
        }
    }
}
