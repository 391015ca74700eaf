package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class RoomToStartTest {

    private static final Path DATA = Path.of("data", "kafka");

    private final Logger log = (Logger) LoggerFactory.getLogger(RoomToStart.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final AtomicInteger looks = new AtomicInteger();

    @BeforeEach
    void listen() {
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void leave() {
        log.detachAppender(written);
    }

    @Test
    void waitsUntilThereIsRoomAndSaysSoOnce() {
        RoomToStart.await(DATA, () -> looks.incrementAndGet() < 50 ? RoomToStart.NEEDED - 1 : RoomToStart.NEEDED, Duration.ZERO);

        assertThat(looks).hasValue(50);
        assertThat(written.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(
                "31 MB free at data/kafka: the embedded Kafka needs 32 MB to start. Make room; the start waits for it",
                "There is room at data/kafka again: the start goes on");
    }

    @Test
    void saysNothingWhereThereIsRoom() {
        RoomToStart.await(DATA, () -> RoomToStart.NEEDED, Duration.ZERO);

        assertThat(written.list).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereYetIsOnTheDiskOfItsParent() {
        RoomToStart.await(Path.of("").toAbsolutePath().resolve("target/never/made"));

        assertThat(written.list).isEmpty();
    }

    @Test
    void endsWhenTheStartIsGivenUp() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> RoomToStart.await(DATA, () -> 0, Duration.ofSeconds(10))).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
