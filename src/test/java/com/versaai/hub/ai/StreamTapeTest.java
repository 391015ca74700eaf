package com.versaai.hub.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTapeTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final String DONE = "data: [DONE]\n\n";

    private final StreamTape tape = new StreamTape();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String next(StreamTape.Reader reader) throws InterruptedException {
        byte[] piece = reader.next(NOT_AT_ALL);
        return piece == null ? null : new String(piece, StandardCharsets.UTF_8);
    }

    @Test
    void whoJoinsLateHasEverything() throws Exception {
        tape.add(bytes("a"));
        StreamTape.Reader late = tape.join();
        tape.add(bytes("b"));
        tape.end("ok");
        assertThat(next(late)).isEqualTo("a");
        assertThat(late.more()).isTrue();
        assertThat(next(late)).isEqualTo("b");
        assertThat(next(late)).isNull();
        assertThat(late.outcome()).isEqualTo("ok");
        assertThat(tape.whole()).isEqualTo(bytes("ab"));
        assertThat(tape.join()).as("over").isNull();
    }

    @Test
    void whatIsTooLongIsWholeForThoseWhoFollowAndForNobodyElse() throws Exception {
        StreamTape.Reader early = tape.join();
        byte[] half = new byte[ChatCache.LONGEST / 2 + 1];
        tape.add(half);
        tape.add(half);
        assertThat(tape.join()).isNull();
        assertThat(tape.whole()).isNull();
        tape.end("ok");
        assertThat(early.next(NOT_AT_ALL)).isSameAs(half);
        assertThat(early.next(NOT_AT_ALL)).isSameAs(half);
        assertThat(early.next(NOT_AT_ALL)).isNull();
    }

    @Test
    void whoIsTooFarBehindIsLeftBehind() throws Exception {
        StreamTape.Reader slow = tape.join();
        StreamTape.Reader quick = tape.join();
        byte[] much = new byte[ChatCache.LONGEST];
        for (int i = 0; i < 10; i++) {
            tape.add(much);
            assertThat(quick.next(NOT_AT_ALL)).isSameAs(much);
        }
        assertThatThrownBy(() -> slow.next(NOT_AT_ALL)).hasMessage("too_slow");
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        new FollowingStream(slow, NOT_AT_ALL).writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("too_slow");
    }

    @Test
    void goesOnWhileSomebodyFollows() {
        StreamTape.Reader one = tape.join();
        StreamTape.Reader two = tape.join();
        one.leave();
        assertThat(tape.leave()).isFalse();
        two.leave();
        assertThat(tape.leave()).isTrue();
        assertThat(tape.join()).as("nobody reads it any more").isNull();
    }

    @Test
    void whoFollowsIsToldOfASilenceAndOfAnEndWithoutALastWord() throws Exception {
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        new FollowingStream(tape.join(), NOT_AT_ALL).writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("timeout");
        FollowingStream lost = new FollowingStream(tape.join(), NOT_AT_ALL);
        tape.end("cancelled");
        caller.reset();
        lost.writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("stream_cut");
    }

    @Test
    void aStreamWhoseCallerIsGoneGoesOnForOthersAndTellsItsCallerInTheEnd() throws Exception {
        ChatStream stream = stream(Upstream.token("one") + Upstream.token("two") + DONE, null);
        FollowingStream other = stream.followedBy(tape.join());
        assertThatThrownBy(() -> stream.writeTo(new Gone())).isInstanceOf(IOException.class);
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        other.writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).contains("one", "two").endsWith(DONE);
    }

    @Test
    void whoFollowsSeesWhatWasHidden() throws Exception {
        RedactedChat hidden = new Redaction(new RedactionSettings(true, Map.of())).chat();
        hidden.hide((ObjectNode) ChatRequests.JSON.readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"to a@x.com\"}]}"));
        ChatStream stream = stream(Upstream.token("⟦EMA") + Upstream.token("IL_1⟧ it is") + DONE, hidden);
        FollowingStream other = stream.followedBy(tape.join());
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        stream.writeTo(first);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        other.writeTo(second);
        assertThat(second.toString(StandardCharsets.UTF_8)).contains("a@x.com it is").doesNotContain("⟦")
                .isEqualTo(first.toString(StandardCharsets.UTF_8));
    }

    private ChatStream stream(String events, RedactedChat hidden) throws IOException {
        ChatStream stream = ChatStream.begin(new SseEvents(new ByteArrayInputStream(bytes(events))), hidden);
        stream.record(tape, Duration.ofSeconds(1));
        stream.onEnd(end -> tape.end(end.outcome()));
        return stream;
    }

    /** A caller that has hung up. */
    private static final class Gone extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("gone");
        }
    }
}
