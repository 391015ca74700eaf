package com.versaai.hub.ai.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.Upstream;
import com.versaai.hub.ai.redaction.RedactedChat;
import com.versaai.hub.ai.redaction.Redactions;
import com.versaai.hub.ai.request.ChatJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamRecordingTest {

    private static final Duration NOT_AT_ALL = Duration.ZERO;
    private static final String DONE = "data: [DONE]\n\n";

    private final StreamRecording recording = new StreamRecording();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String next(StreamRecording.Reader reader) throws InterruptedException {
        byte[] piece = reader.next(NOT_AT_ALL);
        return piece == null ? null : new String(piece, StandardCharsets.UTF_8);
    }

    @Test
    void whoJoinsLateHasEverything() throws Exception {
        recording.add(bytes("a"));
        StreamRecording.Reader late = recording.join();
        recording.add(bytes("b"));
        recording.end("ok");
        assertThat(next(late)).isEqualTo("a");
        assertThat(late.more()).isTrue();
        assertThat(next(late)).isEqualTo("b");
        assertThat(next(late)).isNull();
        assertThat(late.outcome()).isEqualTo("ok");
        assertThat(recording.whole()).isEqualTo(bytes("ab"));
        assertThat(recording.join()).as("over").isNull();
    }

    @Test
    void whatIsTooLongIsWholeForThoseWhoFollowAndForNobodyElse() throws Exception {
        StreamRecording.Reader early = recording.join();
        byte[] half = new byte[StreamRecording.LONGEST / 2 + 1];
        recording.add(half);
        recording.add(half);
        assertThat(recording.join()).isNull();
        assertThat(recording.whole()).isNull();
        recording.end("ok");
        assertThat(early.next(NOT_AT_ALL)).isSameAs(half);
        assertThat(early.next(NOT_AT_ALL)).isSameAs(half);
        assertThat(early.next(NOT_AT_ALL)).isNull();
    }

    @Test
    void whoIsTooFarBehindIsLeftBehind() throws Exception {
        StreamRecording.Reader slow = recording.join();
        StreamRecording.Reader quick = recording.join();
        byte[] much = new byte[StreamRecording.LONGEST];
        for (int i = 0; i < 10; i++) {
            recording.add(much);
            assertThat(quick.next(NOT_AT_ALL)).isSameAs(much);
        }
        assertThatThrownBy(() -> slow.next(NOT_AT_ALL)).hasMessage("too_slow");
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        new FollowingStream(slow, NOT_AT_ALL).writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("too_slow");
    }

    @Test
    void goesOnWhileSomebodyFollows() {
        StreamRecording.Reader one = recording.join();
        StreamRecording.Reader two = recording.join();
        one.leave();
        assertThat(recording.leave()).isFalse();
        two.leave();
        assertThat(recording.leave()).isTrue();
        assertThat(recording.join()).as("nobody reads it any more").isNull();
    }

    @Test
    void whoFollowsIsToldOfASilenceAndOfAnEndWithoutALastWord() throws Exception {
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        new FollowingStream(recording.join(), NOT_AT_ALL).writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("timeout");
        FollowingStream lost = new FollowingStream(recording.join(), NOT_AT_ALL);
        recording.end("cancelled");
        caller.reset();
        lost.writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).startsWith("event: error\n").contains("stream_cut");
    }

    @Test
    void aStreamWhoseCallerIsGoneGoesOnForOthersAndTellsItsCallerInTheEnd() throws Exception {
        RelayedStream stream = stream(Upstream.token("one") + Upstream.token("two") + DONE, null);
        FollowingStream other = stream.followedBy(recording.join());
        assertThatThrownBy(() -> stream.writeTo(new Gone())).isInstanceOf(IOException.class);
        ByteArrayOutputStream caller = new ByteArrayOutputStream();
        other.writeTo(caller);
        assertThat(caller.toString(StandardCharsets.UTF_8)).contains("one", "two").endsWith(DONE);
    }

    @Test
    void whoFollowsSeesWhatWasHidden() throws Exception {
        RedactedChat hidden = Redactions.chat();
        hidden.hide((ObjectNode) ChatJson.MAPPER.readTree("{\"messages\":[{\"role\":\"user\",\"content\":\"to a@x.com\"}]}"));
        RelayedStream stream = stream(Upstream.token("⟦EMA") + Upstream.token("IL_1⟧ it is") + DONE, hidden);
        FollowingStream other = stream.followedBy(recording.join());
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        stream.writeTo(first);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        other.writeTo(second);
        assertThat(second.toString(StandardCharsets.UTF_8)).contains("a@x.com it is").doesNotContain("⟦")
                .isEqualTo(first.toString(StandardCharsets.UTF_8));
    }

    private RelayedStream stream(String events, RedactedChat hidden) throws IOException {
        RelayedStream stream = RelayedStream.begin(new ByteArrayInputStream(bytes(events)), hidden);
        stream.record(recording, Duration.ofSeconds(1));
        stream.onEnd(end -> recording.end(end.outcome()));
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
