package com.versaai.hub.ai.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.ai.Upstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Only a stream in which every answer came to its natural end is kept for others. */
class RelayedStreamTest {

    private static final String DONE = "data: [DONE]\n\n";
    private static final String FIRST = Upstream.token("one") + end(0, "stop");
    private static final String SECOND = Upstream.token("two").replace("\"index\":0", "\"index\":1");

    @Test
    void oneWholeAnswerIsKept() throws IOException {
        assertThat(kept(FIRST + DONE, 1)).isEqualTo(FIRST + DONE);
        assertThat(kept(FIRST, 1)).as("its last word is added").isEqualTo(FIRST + DONE);
    }

    @Test
    void bothOfTwoAnswersMustBeWhole() throws IOException {
        assertThat(kept(FIRST + SECOND + end(1, "stop") + DONE, 2)).isNotNull();
        assertThat(kept(FIRST + SECOND + DONE, 2)).as("the second has no end").isNull();
        assertThat(kept(FIRST + SECOND, 2)).isNull();
        assertThat(kept(FIRST + DONE, 2)).as("the second never came").isNull();
        assertThat(kept(FIRST + SECOND + end(1, "length") + DONE, 2)).as("the second is cut").isNull();
    }

    @Test
    void whatIsKeptButCutIsNotReplayed() throws IOException {
        assertThatThrownBy(() -> RelayedStream.replay(FIRST.getBytes(StandardCharsets.UTF_8))).isInstanceOf(StreamFailedException.class);
        assertThatThrownBy(() -> RelayedStream.replay(new byte[0])).isInstanceOf(StreamFailedException.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RelayedStream.replay((FIRST + "data: [DONE]\r\n\r\n").getBytes(StandardCharsets.UTF_8)).writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(FIRST).contains("[DONE]");
    }

    private static String kept(String frames, int answers) throws IOException {
        RelayedStream stream = RelayedStream.begin(new ByteArrayInputStream(frames.getBytes(StandardCharsets.UTF_8)), null);
        stream.expects(answers);
        stream.record(new StreamRecording(), Duration.ofSeconds(1));
        AtomicReference<byte[]> whole = new AtomicReference<>();
        stream.onEnd(end -> whole.set(end.frames()));
        stream.writeTo(new ByteArrayOutputStream());
        return whole.get() == null ? null : new String(whole.get(), StandardCharsets.UTF_8);
    }

    private static String end(int index, String reason) {
        return Upstream.token("").replace("\"index\":0", "\"index\":" + index).replace("\"finish_reason\":null", "\"finish_reason\":\"" + reason + '"');
    }
}
