package com.versaai.hub.delivery.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.delivery.deadletter.DeadLetterJob.State;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.Delivery;
import com.versaai.hub.delivery.record.DeliveryQueries.Filter;
import com.versaai.hub.delivery.record.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Bulk acts letter by letter: each once, whatever dies meanwhile, letter or hub. */
abstract class DeadLetterJobRunnerContract extends DeadLetterJobCase {

    /** The attack of the issue: everything dies again before the replay is even marked. 300 letters made 3 231 calls. */
    @Test
    void callsOnceForEachLetterThoughAllDieAgainAtOnce() {
        List<Delivery> letters = dead("salesforce", 300);
        afterPublishing = node::consume;

        DeadLetterJob job = node.start(Action.REPLAY, Filter.dead("salesforce", null, null, null, null, clock.instant().plus(Duration.ofDays(1))));
        assertThat(job).extracting(DeadLetterJob::total, DeadLetterJob::done, DeadLetterJob::state).containsExactly(300, 0, State.RUNNING);
        job = node.work(job);

        assertThat(job).extracting(DeadLetterJob::changed, DeadLetterJob::done, DeadLetterJob::more).containsExactly(300, 300, false);
        assertThat(calls).hasSize(300).allSatisfy((letter, times) -> assertThat(times).isEqualTo(1));
        assertThat(published).hasValue(300);
        assertThat(letters).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.DEAD));
        assertThat(node.records.deliveries.attempts(letters.get(0).id())).extracting(Attempt::outcome).containsExactly("permanent", "replayed", "permanent");
        assertThat(node.records.deliveries.attempts(letters.get(0).id()).get(1).message()).isEqualTo("by ops, bulk " + job.id());
    }

    /** At any line: before Kafka has the letter, after it has it, before and after a consumer took it; for one letter several times. */
    @Test
    void goesOnAfterAKillAndCallsOnceForEachLetter() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        dead("salesforce", 40);
        AtomicInteger kills = new AtomicInteger();
        beforePublishing = () -> killed(random, kills);
        afterPublishing = () -> {
            if (random.nextInt(3) == 0) {
                node.consume();
            }
            killed(random, kills);
        };
        DeadLetterJob job = node.start(Action.REPLAY, ALL);

        while (node.jobs.find(job.id()).state() != State.FINISHED) {
            try {
                node.work(job);
            } catch (Killed e) {
                node = restarted();
            }
        }
        node.consume();

        assertThat(node.jobs.find(job.id()).changed()).as("seed %d", seed).isEqualTo(40);
        assertThat(calls).as("seed %d, %d kills", seed, kills.get()).hasSize(40).allSatisfy((letter, times) -> assertThat(times).isEqualTo(1));
        assertThat(published.get()).isGreaterThanOrEqualTo(40);
        assertThat(node.records.jdbc.queryForObject("select count(*) from dead_letter_job_item", Long.class)).isZero();
    }

    private static void killed(Random random, AtomicInteger kills) {
        if (random.nextInt(4) == 0 && kills.incrementAndGet() < 60) {
            throw new Killed();
        }
    }

    @Test
    void letsOneNodeWorkAndAnotherTakeOverWhenItDies() {
        dead("salesforce", 30);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        Node other = new Node(SETTINGS);
        beforePublishing = () -> {
            if (published.get() == 10) {
                throw new Killed();
            }
        };
        assertThatThrownBy(node.runner::run).isInstanceOf(Killed.class);
        beforePublishing = () -> { };

        other.runner.run();
        assertThat(published).as("the dead node's lease holds").hasValue(10);
        clock.forward(DeadLetterJobItems.LEASE.plusSeconds(1));
        other.work(job);

        assertThat(published).hasValue(30);
        node.consume();
        assertThat(calls).hasSize(30).allSatisfy((letter, times) -> assertThat(times).isEqualTo(1));
    }

    /** One that hangs (a long collection, a suspended machine) finds its lease gone, and changes nothing any more. */
    @Test
    void leavesTheJobToWhomTookItOverWhileItHung() {
        dead("salesforce", 20);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        Node other = new Node(SETTINGS);
        Runnable once = () -> {
            beforePublishing = () -> { };
            clock.forward(DeadLetterJobItems.LEASE.plusSeconds(1));
            other.work(job);
            other.consume();
        };
        beforePublishing = () -> {
            if (published.get() == 5) {
                once.run();
            }
        };

        node.runner.run();

        assertThat(node.jobs.find(job.id())).extracting(DeadLetterJob::state, DeadLetterJob::changed).containsExactly(State.FINISHED, 20);
        node.consume();
        assertThat(published).as("the one it hung at went twice, and its round drops the second").hasValue(21);
        assertThat(calls).hasSize(20).allSatisfy((letter, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void worksOnTwoNodesAtOnceWithoutASecondCopy() {
        dead("salesforce", 60);
        dead("hubspot", 60);
        DeadLetterJob crm = node.start(Action.REPLAY, Filter.dead("salesforce", null, null, null, null, null));
        DeadLetterJob all = node.start(Action.REPLAY, ALL);
        Node other = new Node(SETTINGS);

        CompletableFuture<Void> there = CompletableFuture.runAsync(() -> {
            other.work(all);
            other.work(crm);
        });
        node.work(crm);
        node.work(all);
        there.join();

        // Both had Salesforce's letters in their sets: one of them was first.
        assertThat(node.jobs.find(crm.id()).changed() + node.jobs.find(all.id()).changed()).isEqualTo(120);
        assertThat(node.jobs.find(crm.id()).overtaken() + node.jobs.find(all.id()).overtaken()).isEqualTo(60);
        assertThat(published).hasValue(120);
    }

    @Test
    void givesItsJobsAwayWhenItStops() {
        dead("salesforce", 4);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        beforePublishing = () -> {
            throw new CamelExecutionException("", null, new TimeoutException("away"));
        };
        node.runner.run();
        node.runner.close();
        beforePublishing = () -> { };

        assertThat(new Node(SETTINGS).work(job).changed()).isEqualTo(4);
        assertThat(published).hasValue(4);
    }

    @Test
    void stopsAtTheLetterItIsAtAndGoesOnLater() {
        List<Delivery> letters = dead("salesforce", 20);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        afterPublishing = () -> {
            if (published.get() == 5) {
                assertThat(node.jobs.stop(job.id()).state()).isEqualTo(State.STOPPING);
            }
        };

        node.runner.run();
        node.runner.run();

        assertThat(node.jobs.find(job.id())).extracting(DeadLetterJob::state, DeadLetterJob::changed).containsExactly(State.STOPPED, 5);
        assertThat(node.jobs.stop(job.id()).state()).as("twice is once").isEqualTo(State.STOPPED);
        assertThat(published).hasValue(5);
        dead("hubspot", 3);
        assertThat(node.jobs.resume(job.id()).state()).isEqualTo(State.RUNNING);
        assertThat(node.work(job).changed()).as("of its set, not of what died since").isEqualTo(20);
        assertThat(letters).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.QUEUED));
        assertThatThrownBy(() -> node.jobs.stop(job.id())).isInstanceOf(JobRefusedException.class);
        assertThatThrownBy(() -> node.jobs.resume(job.id())).isInstanceOf(JobRefusedException.class);
    }

    @Test
    void waitsForKafkaWithTheLetterItIsAt() {
        dead("salesforce", 5);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        beforePublishing = () -> {
            throw new CamelExecutionException("", null, new TimeoutException("away"));
        };
        for (int looks = 0; looks < 5; looks++) {
            node.runner.run();
        }
        assertThat(node.jobs.find(job.id())).extracting(DeadLetterJob::done, DeadLetterJob::waits)
                .containsExactly(0, "Kafka does not take the letter: TimeoutException");
        node.jobs.stop(job.id());
        node.runner.run();
        assertThat(node.jobs.find(job.id()).state()).as("a letter is on its way").isEqualTo(State.STOPPING);
        node.jobs.resume(job.id());
        beforePublishing = () -> { };

        assertThat(node.work(job)).extracting(DeadLetterJob::changed, DeadLetterJob::waits).containsExactly(5, null);

        assertThat(published).hasValue(5);
    }

    @Test
    void leavesOutWhatIsNotAsAtTheStart() throws Exception {
        List<Delivery> letters = dead("salesforce", 5);
        DeadLetterJob job = node.start(Action.DISCARD, ALL);
        node.letters.edit(node.records.deliveries.byId(letters.get(0).id()), node.records.json.createObjectNode(), new EditRules.Editor("somebody", false));
        node.letters.discard(node.records.deliveries.byId(letters.get(1).id()), "somebody");
        node.letters.replay(node.records.deliveries.byId(letters.get(2).id()), "somebody");
        node.letters.replay(node.records.deliveries.byId(letters.get(3).id()), "somebody");
        node.consume();

        job = node.work(job);

        assertThat(job).extracting(DeadLetterJob::changed, DeadLetterJob::overtaken).containsExactly(1, 4);
        assertThat(state(letters.get(0))).isEqualTo(DeliveryState.DEAD);
        assertThat(state(letters.get(3))).as("died again since").isEqualTo(DeliveryState.DEAD);
        assertThat(state(letters.get(4))).isEqualTo(DeliveryState.DISCARDED);
    }

    /** Between the act and Kafka the hub was killed, and somebody was at the letter before it came back. */
    @Test
    void leavesOutWhatSomebodyChangedAfterAKill() throws Exception {
        List<Delivery> letters = dead("salesforce", 2);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        beforePublishing = () -> {
            throw new Killed();
        };
        assertThatThrownBy(node.runner::run).isInstanceOf(Killed.class);
        beforePublishing = () -> { };
        node.letters.edit(node.records.deliveries.byId(letters.get(0).id()), node.records.json.createObjectNode(), new EditRules.Editor("somebody", false));

        job = restarted().work(job);

        assertThat(job).extracting(DeadLetterJob::changed, DeadLetterJob::overtaken).containsExactly(1, 1);
        assertThat(published).hasValue(1);
        assertThat(state(letters.get(0))).as("still there to be looked at").isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void isNotHeldUpByWhatCannotGoBack() throws Exception {
        List<Delivery> letters = dead("salesforce", 3);
        dead("gone", 1);
        node.records.jdbc.update("update delivery set content = null where id = ?", letters.get(0).id());
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        beforePublishing = () -> {
            beforePublishing = () -> { };
            throw new CamelExecutionException("", null, new RecordTooLargeException("5 MB"));
        };

        job = node.work(job);

        assertThat(job).extracting(DeadLetterJob::changed, DeadLetterJob::unfit, DeadLetterJob::failed).containsExactly(1, 2, 1);
        assertThat(letters.subList(0, 2)).allSatisfy(letter -> assertThat(state(letter)).isEqualTo(DeliveryState.DEAD));
        assertThat(published).hasValue(1);
    }

    @Test
    void aKilledNodesJobGoesOnALeaseLaterThoughTheClockWasSetBack() {
        dead("slack", 3);
        DeadLetterJob job = node.start(Action.REPLAY, ALL);
        beforePublishing = () -> {
            throw new Killed();
        };
        assertThatThrownBy(node.runner::run).isInstanceOf(Killed.class);
        beforePublishing = () -> { };
        clock.jump(Duration.ofMinutes(-10));
        Node next = new Node(SETTINGS);
        next.runner.run();
        assertThat(published.get()).as("while its lease may hold").isZero();

        clock.forward(DeadLetterJobItems.LEASE.plusSeconds(1));

        assertThat(next.work(job).changed()).isEqualTo(3);
    }

    @Test
    void aJobIsNobodyElsesWhenTheClockIsSetAhead() {
        dead("slack", 3);
        node.start(Action.REPLAY, ALL);
        Node other = new Node(SETTINGS);
        beforePublishing = () -> {
            throw new Killed();
        };
        assertThatThrownBy(node.runner::run).isInstanceOf(Killed.class);
        beforePublishing = () -> { };
        clock.jump(Duration.ofMinutes(10));

        other.runner.run();

        assertThat(published.get()).isZero();
    }
}
