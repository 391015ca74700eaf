package com.versaai.hub.delivery.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.deadletter.DeadLetterJob.State;
import com.versaai.hub.delivery.deadletter.DeadLetterJobs.Wanted;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a bulk act takes, and how much of it there can be. */
abstract class DeadLetterJobsContract extends DeadLetterJobCase {

    @Test
    void takesItsSetOnceAndTheOldestFirst() {
        List<Delivery> old = dead("hubspot", 3);
        dead("slack", 2);
        clock.forward(Duration.ofHours(2));
        List<Delivery> fresh = dead("hubspot", 3);

        DeadLetterJob job = node.start(Action.REPLAY, Filter.dead("hubspot", null, null, null, null, clock.instant().minus(Duration.ofHours(1))));
        List<Delivery> later = dead("hubspot", 2);

        assertThat(job).extracting(DeadLetterJob::total, DeadLetterJob::by, DeadLetterJob::action, DeadLetterJob::askedFor)
                .containsExactly(3, "ops", Action.REPLAY, "{}");
        assertThat(node.work(job).changed()).isEqualTo(3);
        assertThat(queue).extracting(Delivery::id).containsExactlyElementsOf(old.stream().map(Delivery::id).toList());
        assertThat(fresh).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.DEAD));
        assertThat(later).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.DEAD));
    }

    @Test
    void takesIdsOfEitherKindOnceAndSaysHowManyWereNotOpen() {
        List<Delivery> letters = dead("hubspot", 4);
        String other = letters.get(0).deadLetterId();
        node.letters.discard(node.records.deliveries.find(letters.get(3).id()), "somebody");

        DeadLetterJob job = node.jobs.start(Action.DISCARD, Wanted.these(List.of(other, other, letters.get(0).id(), letters.get(1).id(),
                letters.get(3).id(), "unknown")), "ops");

        assertThat(job).extracting(DeadLetterJob::total, DeadLetterJob::notOpen, DeadLetterJob::askedFor).containsExactly(2, 3, "{\"ids\":5}");
        assertThat(node.work(job).changed()).isEqualTo(2);
        assertThat(letters).extracting(this::state).containsExactly(DeliveryState.DISCARDED, DeliveryState.DISCARDED, DeliveryState.DEAD, DeliveryState.DISCARDED);
    }

    @Test
    void hasFinishedWhenThereIsNothingToDo() {
        DeadLetterJob job = node.start(Action.REPLAY, ALL);

        assertThat(job).extracting(DeadLetterJob::state, DeadLetterJob::total, DeadLetterJob::more).containsExactly(State.FINISHED, 0, false);
        assertThat(node.jobs.find("unknown")).isNull();
        assertThat(node.jobs.stop("unknown")).isNull();
        assertThat(node.jobs.resume("unknown")).isNull();
        assertThat(node.jobs.delete("unknown")).isFalse();
    }

    @Test
    void takesNoMoreLettersThanAllJobsTogetherMayHold() {
        dead("hubspot", 12);
        Node small = new Node(settings(10, 8, 200));

        DeadLetterJob first = small.start(Action.DISCARD, ALL);
        assertThat(first).extracting(DeadLetterJob::total, DeadLetterJob::more).containsExactly(8, true);
        assertThatThrownBy(() -> small.start(Action.DISCARD, ALL)).isInstanceOf(JobRefusedException.class).hasMessageContaining("8 letters");
        assertThatThrownBy(() -> small.jobs.start(Action.DISCARD, Wanted.these(List.of("x")), "ops")).isInstanceOf(JobRefusedException.class);
        small.work(first);

        DeadLetterJob second = small.start(Action.DISCARD, ALL);
        assertThat(second).extracting(DeadLetterJob::total, DeadLetterJob::more).containsExactly(4, false);
        small.work(second);
        assertThat(node.records.deliveries.list(ALL, 10, 0)).isEmpty();
    }

    /** 200 at once on two nodes: as many as may be open, each other is told so within seconds, and no thread or connection is kept. */
    @Test
    void startsNoMoreThanMayBeOpenHoweverManyAreAskedFor() {
        dead("hubspot", 3);
        Node other = new Node(SETTINGS);

        List<CompletableFuture<Boolean>> asked = IntStream.range(0, 200).mapToObj(i -> CompletableFuture.supplyAsync(() -> {
            try {
                return (i % 2 == 0 ? node : other).start(Action.REPLAY, ALL) != null;
            } catch (JobRefusedException e) {
                return false;
            }
        })).toList();

        long started = asked.stream().filter(CompletableFuture::join).count();
        assertThat(started).isBetween(1L, (long) SETTINGS.open());
        assertThat(node.jobs.list()).hasSize((int) started).allSatisfy(job -> assertThat(job.state()).isEqualTo(State.RUNNING));
        node.jobs.list().forEach(node::work);
        assertThat(published).as("whoever was first").hasValue(3);
    }

    @Test
    void countsThoseThatAreStoppedUntilTheyAreDeleted() {
        List<Delivery> letters = dead("hubspot", 2);
        Node small = new Node(settings(1, 100, 200));
        DeadLetterJob job = small.start(Action.DISCARD, ALL);
        assertThatThrownBy(() -> small.jobs.delete(job.id())).isInstanceOf(JobRefusedException.class).hasMessageContaining("stop it first");
        small.jobs.stop(job.id());
        small.runner.run();

        assertThatThrownBy(() -> small.start(Action.REPLAY, ALL)).isInstanceOf(JobRefusedException.class).hasMessageContaining("delete one");

        assertThat(small.jobs.delete(job.id())).isTrue();
        assertThat(small.jobs.find(job.id())).isNull();
        assertThat(letters).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.DEAD));
        assertThat(small.work(small.start(Action.REPLAY, ALL)).changed()).isEqualTo(2);
    }

    /** A thousand that find nothing leave no thousand rows. */
    @Test
    void forgetsTheOldestOfTooManyAndAllAfterAWhile() {
        Node small = new Node(settings(10, 100, 5));
        DeadLetterJob last = null;
        for (int i = 0; i < 12; i++) {
            clock.forward(Duration.ofSeconds(1));
            last = small.start(Action.REPLAY, ALL);
        }
        assertThat(small.jobs.list()).hasSize(5);
        assertThat(small.jobs.list().get(0).id()).isEqualTo(last.id());

        dead("hubspot", 2);
        DeadLetterJob open = small.start(Action.REPLAY, ALL);
        clock.forward(Duration.ofDays(8));
        small.jobs.forget();
        assertThat(small.jobs.list()).as("what runs is kept").extracting(DeadLetterJob::id).containsExactly(open.id());
        small.jobs.stop(open.id());
        small.runner.run();
        clock.forward(Duration.ofDays(8));
        small.jobs.forget();
        assertThat(small.jobs.list()).isEmpty();
        assertThat(node.records.jdbc.queryForObject("select count(*) from dead_letter_job_item", Long.class)).isZero();
    }
}
