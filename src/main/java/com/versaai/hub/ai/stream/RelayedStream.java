package com.versaai.hub.ai.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.budget.Usage;
import com.versaai.hub.ai.redaction.RedactedChat;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.engine.RepeatedLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of tokens on its way to the caller: each event goes out as it comes, and the provider is left when the caller leaves.
 * Until the first token it can still fail like any other call; after it a failure becomes an event of the stream.
 */
public final class RelayedStream implements TokenStream {

    private static final Logger LOG = LoggerFactory.getLogger(RelayedStream.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    /** Bytes in which the last event of a whole stream lies. */
    private static final int LAST_WORD = 64;

    private final SseEvents events;
    private final RedactedChat hidden;
    private final Deque<SseEvents.Event> begun = new ArrayDeque<>();
    private Consumer<End> told = end -> { };
    private Runnable heard = () -> { };
    private StreamRecording recording;
    private Duration longestPause;
    private IOException callerGone;
    private Usage usage;
    private long letters;
    /** By index, whether a choice has come to its natural end. */
    private final Map<Integer, Boolean> choices = new HashMap<>();
    private int expected = 1;
    private boolean done;
    private boolean tokens;

    private RelayedStream(SseEvents events, RedactedChat hidden) {
        this.events = events;
        this.hidden = hidden;
    }

    /**
     * Reads up to the first token; fails, closed, when there is none.
     *
     * @param from   the provider's events
     * @param hidden what was kept from the provider and has to be put back, null when nothing was
     */
    public static RelayedStream begin(InputStream from, RedactedChat hidden) throws IOException {
        SseEvents events = new SseEvents(from);
        RelayedStream stream = new RelayedStream(events, hidden);
        try {
            while (!stream.tokens && !stream.done) {
                SseEvents.Event event = events.next();
                if (event == null) {
                    throw new StreamFailedException("stream_without_answer");
                }
                stream.begun.add(stream.look(event));
            }
            if (!stream.tokens && stream.choices.isEmpty()) {
                // The last word without one before.
                throw new StreamFailedException("stream_without_answer");
            }
            return stream;
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Events of an earlier answer. */
    public static RelayedStream replay(byte[] frames) throws IOException {
        // As long as it has not begun it can still be a miss: anybody may have written into the store, or half of it.
        String end = new String(frames, Math.max(0, frames.length - LAST_WORD), Math.min(LAST_WORD, frames.length), StandardCharsets.UTF_8);
        if (!end.stripTrailing().endsWith("[DONE]")) {
            throw new StreamFailedException("stream_cut");
        }
        return begin(new ByteArrayInputStream(frames), null);
    }

    @Override
    public void onEnd(Consumer<End> listener) {
        told = listener;
    }

    /**
     * How many answers make it whole.
     *
     * @param number of answers that were asked for, 1 unless said
     */
    public void expects(int number) {
        expected = number;
    }

    private boolean whole() {
        return choices.size() >= expected && !choices.containsValue(false);
    }

    /** Told of each event of the provider. */
    public void onEvent(Runnable listener) {
        heard = listener;
    }

    /** From now on others may follow. */
    public void record(StreamRecording others, Duration silence) {
        recording = others;
        longestPause = silence;
    }

    /** Whether others may follow. */
    public boolean recorded() {
        return recording != null;
    }

    /** The same for somebody else; its own silence is told of here first. */
    public FollowingStream followedBy(StreamRecording.Reader reader) {
        return new FollowingStream(reader, longestPause.multipliedBy(2));
    }

    @Override
    public void writeTo(OutputStream caller) throws IOException {
        String outcome = "cancelled";
        try (this) {
            outcome = relay(caller);
        } finally {
            boolean keep = recording != null && whole() && done && "ok".equals(outcome);
            told.accept(new End(outcome, usage, letters, keep ? recording.whole() : null));
        }
        if (callerGone != null) {
            throw callerGone;
        }
    }

    private String relay(OutputStream caller) throws IOException {
        while (true) {
            SseEvents.Event event;
            try {
                event = next();
            } catch (IOException | StreamFailedException e) {
                return broken(caller, e);
            }
            if (event == null) {
                return done ? "ok" : ended(caller);
            }
            send(caller, event.bytes());
        }
    }

    /** What was read ahead has been looked at already; whether it was the end shows when it is through. */
    private SseEvents.Event next() throws IOException {
        if (!begun.isEmpty()) {
            return begun.poll();
        }
        if (done) {
            return null;
        }
        SseEvents.Event event = events.next();
        heard.run();
        return event == null ? null : look(event);
    }

    /** The provider closed. Without its last word the answer is whole only if it came to a natural end. */
    private String ended(OutputStream caller) throws IOException {
        if (whole()) {
            done = true;
            send(caller, ChatFrames.DONE);
            return "ok";
        }
        send(caller, ChatFrames.error("The provider ended the stream before the answer was complete.", "stream_cut"));
        return "stream_cut";
    }

    private String broken(OutputStream caller, Exception e) throws IOException {
        String code = e instanceof StreamFailedException ? e.getMessage() : e instanceof SocketTimeoutException ? "timeout" : "network";
        LINES.warn("streams that broke: " + code, code, "A stream broke after {} letters: {}", letters, code);
        send(caller, ChatFrames.error("The provider failed in the middle of the answer.", code));
        return code;
    }

    private void send(OutputStream caller, byte[] bytes) throws IOException {
        if (recording != null) {
            recording.add(bytes);
        }
        if (callerGone == null) {
            try {
                caller.write(bytes);
                caller.flush();
            } catch (IOException e) {
                callerGone = e;
            }
        }
        // Others may want the rest: then this thread reads on for them.
        if (callerGone != null && (recording == null || recording.leave())) {
            throw callerGone;
        }
    }

    /**
     * @return the event as the caller shall see it
     * @throws StreamFailedException for an error, or for what is no event of a completion
     */
    private SseEvents.Event look(SseEvents.Event event) {
        if (event.data() == null) {
            return event;
        }
        if (event.data().equals("[DONE]")) {
            done = true;
            return event;
        }
        JsonNode chunk;
        try {
            chunk = ChatJson.MAPPER.readTree(event.data());
        } catch (IOException e) {
            throw new StreamFailedException("malformed_event");
        }
        JsonNode error = chunk.has("error") ? chunk.path("error") : chunk.path("x_groq").path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw new StreamFailedException("provider_error");
        }
        JsonNode counted = chunk.path("usage").isObject() ? chunk.path("usage") : chunk.path("x_groq").path("usage");
        if (counted.isObject()) {
            usage = Usage.counted(counted);
        }
        for (JsonNode choice : chunk.path("choices")) {
            JsonNode delta = choice.path("delta");
            letters += delta.path("content").asText("").length() + delta.path("reasoning").asText("").length()
                    + (delta.has("tool_calls") ? delta.path("tool_calls").toString().length() : 0);
            tokens |= letters > 0 || delta.has("reasoning") || !choice.path("finish_reason").isNull() && choice.has("finish_reason");
            choices.merge(choice.path("index").asInt(), ChatJson.natural(choice.path("finish_reason")), Boolean::logicalOr);
        }
        if (hidden == null || !(chunk instanceof ObjectNode whole)) {
            return event;
        }
        hidden.restoreChunk(whole);
        return new SseEvents.Event(ChatFrames.event(whole), event.data());
    }

    /** Hangs up, if that has not been done. */
    @Override
    public void close() throws IOException {
        events.close();
    }
}
