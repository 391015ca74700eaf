package com.versaai.hub.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class StoppingTest {

    private final Stopping stopping = new Stopping();

    @AfterEach
    void noInterruptIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void endsAWaitThatHasBegun() {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Thread> waits = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<Object> wait = CompletableFuture.supplyAsync(() -> {
            try {
                return stopping.unless(() -> {
                    waits.complete(Thread.currentThread());
                    return never.await(10, TimeUnit.MINUTES);
                });
            } catch (Exception e) {
                return e;
            } finally {
                interrupted.complete(Thread.interrupted());
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> waits.isDone() && waits.get().getState() == Thread.State.TIMED_WAITING);

        stopping.begin();

        assertThat(wait).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(StoppingException.class);
        assertThat(interrupted).as("the thread goes on without an interrupt").isCompletedWithValue(false);
    }

    @Test
    void beginsNoWaitAfterwards() {
        stopping.begin();

        assertThatThrownBy(() -> stopping.unless(() -> {
            throw new AssertionError("not to be called");
        })).isInstanceOf(StoppingException.class);
    }

    @Test
    void leavesAloneWhatDoesNotWaitHere() throws Exception {
        assertThat(stopping.unless(() -> "a permit")).isEqualTo("a permit");

        stopping.begin();

        assertThat(stopping.begun()).isTrue();
        assertThat(stopping.await(Duration.ofMinutes(10))).isTrue();
    }

    /** An interrupt of somebody else's is still one. */
    @Test
    void passesOnOtherInterrupts() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> stopping.unless(() -> stopping.await(Duration.ofMinutes(10)))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void isSaidBySpringBeforeItStopsAnything() throws ExecutionException, InterruptedException {
        CompletableFuture<Boolean> known = new CompletableFuture<>();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Stopping.class);
            context.registerBean("service", AutoCloseable.class, () -> () -> known.complete(context.getBean(Stopping.class).begun()));
            context.refresh();
            assertThat(context.getBean(Stopping.class).begun()).isFalse();
        }
        assertThat(known.get()).isTrue();
    }
}
