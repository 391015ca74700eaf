package com.versaai.hub.connector.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import com.versaai.hub.connector.Feed.Batch;
import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pass after pass over one channel, one call at a time. A page's place is said with the last reply of its threads, never before. Pages are asked for by
 * time, not by Slack's cursor: that is forgotten by Slack, and a {@code ts} never. The replies of one thread go by cursor.
 */
final class SlackHistoryReading implements Reading {

    /** A first pass over all that is kept may have waited for its turn: that is no gap. */
    private static final Duration KEPT_MARGIN = Duration.ofDays(1);

    private final String channel;
    private final SlackHistoryCalls calls;
    private final SlackHistorySettings settings;
    private final Clock clock;
    private final Consumer<SlackHistoryCalls.RefusedException> onRefusal;
    private final Deque<String> threads = new ArrayDeque<>();
    private SlackHistoryPass place;
    /** Where it is when the threads of the page are read too. */
    private SlackHistoryPass after;
    private String repliesCursor;
    private Instant due;

    SlackHistoryReading(String channel, SlackHistoryPass place, SlackHistoryCalls calls, SlackHistorySettings settings, Clock clock,
            Consumer<SlackHistoryCalls.RefusedException> onRefusal) {
        this.channel = channel;
        this.place = place;
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
        this.onRefusal = onRefusal;
        this.due = clock.instant();
    }

    @Override
    public Batch next(Duration patience) throws InterruptedException {
        Duration wait = wait(patience);
        if (!wait.isZero()) {
            Thread.sleep(Math.max(1, (wait.compareTo(patience) < 0 ? wait : patience).toMillis()));
            return null;
        }
        try {
            return threads.isEmpty() ? page() : replies();
        } catch (SlackHistoryCalls.RefusedException e) {
            if (!e.isPassing()) {
                onRefusal.accept(e);
            }
            throw e;
        }
    }

    private Duration wait(Duration patience) {
        Instant now = clock.instant();
        if (!place.isUnderWay() && now.isBefore(due)) {
            // A clock that is set back must not make a pass wait for as long.
            return Duration.between(now, due).compareTo(settings.every()) > 0 ? Duration.ZERO : Duration.between(now, due);
        }
        return calls.turn(threads.isEmpty() ? SlackHistoryCalls.HISTORY : SlackHistoryCalls.REPLIES, settings.perMinute());
    }

    private Batch page() {
        SlackHistoryItems messages = new SlackHistoryItems(channel, calls.workspace());
        List<Item> items = new ArrayList<>();
        SlackHistoryPass pass = place.isUnderWay() ? place : begun(items);
        JsonNode answer = calls.history(ConversationsHistoryRequest.builder().channel(channel).limit(settings.page())
                .oldest(oldest(pass)).latest(pass.reached()).build());
        if (answer == null) {
            return null;
        }
        List<JsonNode> said = messages(answer);
        String lowest = pass.reached();
        for (JsonNode message : said) {
            items.addAll(messages.of(message));
            String ts = message.path("ts").asText();
            lowest = ts.compareTo(lowest) < 0 ? ts : lowest;
            if (message.path("reply_count").asInt() > 0 && message.path("latest_reply").asText(pass.top()).compareTo(oldest(pass)) > 0) {
                threads.add(ts);
            }
        }
        boolean more = answer.path("has_more").asBoolean(false);
        if (more && lowest.equals(pass.reached())) {
            throw new IllegalStateException("Slack's history says that there is more, and shows nothing older");
        }
        if (!more && answer.path("is_limited").asBoolean(false)) {
            items.add(SlackHistoryItems.gap(channel, time(pass.floor()), "the workspace's plan hides older messages"));
        }
        place = pass;
        after = more ? pass.down(lowest) : pass.ended();
        return batch(items);
    }

    /** Slack has the newest first; what is mapped in the order it came had better be in that of people. */
    private static List<JsonNode> messages(JsonNode answer) {
        if (!answer.path("messages").isArray()) {
            throw new IllegalStateException("Slack's answer has no messages");
        }
        List<JsonNode> said = new ArrayList<>();
        answer.path("messages").forEach(said::add);
        said.sort((one, other) -> one.path("ts").asText().compareTo(other.path("ts").asText()));
        return said;
    }

    private SlackHistoryPass begun(List<Item> items) {
        Instant now = clock.instant();
        SlackHistoryPass pass = place.begun(SlackTime.of(now));
        String kept = SlackTime.of(now.minus(settings.kept()));
        if (pass.floor().compareTo(SlackTime.of(now.minus(settings.kept()).minus(KEPT_MARGIN))) >= 0) {
            return pass;
        }
        items.add(SlackHistoryItems.gap(channel, time(pass.floor()), "Slack shows the last " + settings.kept().toDays() + " days"));
        return pass.from(kept);
    }

    private String oldest(SlackHistoryPass pass) {
        return SlackTime.of(SlackTime.instant(pass.floor()).minus(settings.lookBack()));
    }

    private static String time(String ts) {
        return SlackTime.instant(ts).toString();
    }

    private Batch replies() {
        String parent = threads.peek();
        JsonNode answer;
        try {
            answer = calls.replies(ConversationsRepliesRequest.builder().channel(channel).ts(parent).limit(settings.page())
                    .oldest(oldest(place)).latest(place.top()).cursor(repliesCursor).build());
        } catch (SlackHistoryCalls.RefusedException e) {
            if (!e.error().equals("thread_not_found")) {
                throw e;
            }
            // Deleted meanwhile.
            return ended(List.of());
        }
        if (answer == null) {
            return null;
        }
        SlackHistoryItems messages = new SlackHistoryItems(channel, calls.workspace());
        List<Item> items = new ArrayList<>();
        // Each page begins with the message that is replied to.
        messages(answer).stream().filter(reply -> !reply.path("ts").asText().equals(parent)).forEach(reply -> items.addAll(messages.of(reply)));
        String cursor = answer.at("/response_metadata/next_cursor").asText("");
        if (answer.path("has_more").asBoolean(false) && !cursor.isEmpty() && !cursor.equals(repliesCursor)) {
            repliesCursor = cursor;
            return batch(items);
        }
        return ended(items);
    }

    private Batch ended(List<Item> items) {
        threads.remove();
        repliesCursor = null;
        return batch(items);
    }

    private Batch batch(List<Item> items) {
        if (!threads.isEmpty()) {
            return new Batch(items, null);
        }
        place = after;
        if (!place.isUnderWay()) {
            due = clock.instant().plus(settings.every());
        }
        return new Batch(items, place.position());
    }

    @Override
    public void close() {
        // Each call is one by itself.
    }
}
