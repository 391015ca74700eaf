package com.versaai.hub.delivery.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.deadletter.DeadLetterJob.State;
import com.versaai.hub.delivery.deadletter.DeadLetterJobItems.Item;
import com.versaai.hub.delivery.deadletter.DeadLetterJobItems.Leased;
import com.versaai.hub.delivery.deadletter.DeadLetterJobItems.Result;
import com.versaai.hub.delivery.deadletter.DeadLetterJobPace.Turn;
import com.versaai.hub.delivery.deadletter.DeadLetters.Action;
import com.versaai.hub.delivery.deadletter.DeadLetters.Along;
import com.versaai.hub.delivery.record.Attempt;
import com.versaai.hub.delivery.record.DeliveryQueries.Found;
import com.versaai.hub.delivery.record.DeliveryQueries;
import com.versaai.hub.delivery.record.DeliveryRepository;
import com.versaai.hub.delivery.record.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;

/**
 * Works off the jobs of {@link DeadLetterJobs}, letter by letter, called by a timer. A letter's replay is begun in the
 * transaction that writes the act, and done in the one that marks it queued: whoever goes on after a kill finds which of the
 * two it was. Bean {@code deadLetterJobRunner}.
 */
class DeadLetterJobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterJobRunner.class);
    /** Of one look: the hub stops within it. */
    private static final Duration SLICE = Duration.ofSeconds(2);
    private static final int PAGE = 100;

    private final DeadLetterJobItems items;
    private final DeadLetters letters;
    private final DeliveryQueries deliveries;
    private final DeadLetterJobPace pace;
    private final Predicate<String> isKnown;
    /** One line a look, however many letters Kafka does not take. */
    private boolean told;

    /** @param isKnown whether there is such a destination or stage */
    DeadLetterJobRunner(DeadLetterJobItems items, DeadLetters letters, DeliveryQueries deliveries, DeadLetterJobPace pace, Predicate<String> isKnown) {
        this.items = items;
        this.letters = letters;
        this.deliveries = deliveries;
        this.pace = pace;
        this.isKnown = isKnown;
    }

    /** Nobody's mistake: the job is another node's now, or to stop, and the letter was not touched or is finished by whoever goes on. */
    private static final class NotOursException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotOursException() {
            super("the job goes on elsewhere or not at all", null, false, false);
        }
    }

    /** Kafka is away; the letter is begun and is tried again at the next look. */
    private static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AwayException(Throwable cause) {
            super("Kafka does not take the letter: " + cause.getClass().getSimpleName(), cause);
        }
    }

    /** One look at every job that is this node's. */
    public synchronized void run() {
        List<Leased> jobs = items.lease();
        told = false;
        for (Leased job : jobs) {
            long until = System.nanoTime() + SLICE.toNanos() / jobs.size();
            try {
                work(job, until);
            } catch (NotOursException e) {
                LOG.debug("Bulk action {} is stopped, or works elsewhere", job.id());
            } catch (AwayException e) {
                LOG.debug("Bulk action {} waits", job.id(), e); // the bus watch says aloud that Kafka is away
                items.waits(job, e.getMessage());
            }
        }
    }

    private void work(Leased job, long until) {
        for (Item item : items.begun(job.id())) {
            goOn(job, item);
        }
        if (job.state() == State.STOPPING) {
            items.stopped(job);
            return;
        }
        Turn turn = pace.turn(job.action());
        boolean again = true;
        while (again) {
            again = false;
            for (String destination : items.destinations(job.id())) {
                again |= page(job, destination, turn, until);
            }
        }
        if (items.finished(job)) {
            LOG.info("Bulk {} {} has finished", job.action().name().toLowerCase(Locale.ROOT), job.id());
        } else if (turn.waits() != null) {
            items.waits(job, turn.waits());
        }
    }

    /** @return whether there may be more to do now */
    private boolean page(Leased job, String destination, Turn turn, long until) {
        if (turn.shut(destination) || System.nanoTime() >= until) {
            return false;
        }
        for (Item item : items.next(job.id(), destination, PAGE)) {
            if (System.nanoTime() >= until || !turn.take(destination)) {
                return false;
            }
            act(job, item);
        }
        return true;
    }

    private void act(Leased job, Item item) {
        Found letter = deliveries.byId(item.deliveryId());
        if (letter == null || letter.state() != DeliveryState.DEAD || letter.round() != item.round() || letter.attempts() != item.attempts()) {
            settle(job, item, Result.OVERTAKEN);
            return;
        }
        String why = DeadLetterJobs.why(job.askedFor());
        String operator = DeliveryRepository.cut(job.by(), 50) + ", bulk " + job.id() + (why == null ? "" : ": " + why);
        attempt(job, item, () -> {
            boolean acted = job.action() == Action.DISCARD ? letters.discard(letter, operator, items.does(job, item))
                    : isKnown(letter) && letters.replay(letter, operator, new Along(items.begins(job, item), items.settles(job, item, Result.CHANGED)));
            if (!acted && !items.goingOn(job)) {
                throw new NotOursException();
            } else if (!acted) {
                settle(job, item, Result.OVERTAKEN);
            }
        });
    }

    /** The act is written. Was it published? Then a consumer may have been at it; if not, the letter is as the act left it. */
    private void goOn(Leased job, Item item) {
        Found letter = deliveries.byId(item.deliveryId());
        boolean asTheActLeftIt = letter != null && letter.state() == DeliveryState.DEAD && letter.round() == item.round();
        if (asTheActLeftIt && letter.attempts() == item.attempts() + 1) {
            attempt(job, item, () -> letters.replayAgain(letter, new Along(List.of(), items.settles(job, item, Result.CHANGED))));
        } else {
            // Edited or discarded by somebody since, or gone its way.
            settle(job, item, asTheActLeftIt || letter != null && letter.state() == DeliveryState.DISCARDED ? Result.OVERTAKEN : Result.CHANGED);
        }
    }

    private interface Attempt {
        void run() throws JsonProcessingException;
    }

    private void attempt(Leased job, Item item, Attempt attempt) {
        try {
            attempt.run();
        } catch (NotReplayableException | UnfitPayloadException | JsonProcessingException e) {
            settle(job, item, Result.UNFIT);
        } catch (OptimisticLockingFailureException e) {
            throw new NotOursException(); // the mark; whoever has the job now makes it
        } catch (DataAccessException | NotOursException e) {
            throw e;
        } catch (RuntimeException e) {
            if (isAway(e)) {
                throw new AwayException(cause(e));
            }
            if (!told) {
                LOG.warn("Dead letter {} could not be put back by bulk action {}: {}", item.deliveryId(), job.id(), cause(e).toString());
                told = true;
            }
            settle(job, item, Result.FAILED);
        }
    }

    private void settle(Leased job, Item item, Result result) {
        try {
            items.settle(job, item, result);
        } catch (OptimisticLockingFailureException e) {
            throw new NotOursException();
        }
    }

    private boolean isKnown(Found letter) {
        if (isKnown.test(letter.destination())) {
            return true;
        }
        throw new UnfitPayloadException("There is no destination " + letter.destination() + " any more.");
    }

    /** What will mend itself or be mended; a record that Kafka never takes must not hold up the others. */
    private static boolean isAway(RuntimeException failure) {
        Throwable cause = cause(failure);
        boolean never = cause instanceof RecordTooLargeException || cause instanceof SerializationException || cause instanceof InvalidTopicException;
        return !never && (cause instanceof KafkaException || cause instanceof RejectedExecutionException || cause instanceof InterruptedException);
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The hub stops: another node goes on at once. */
    @Override
    public void close() {
        try {
            items.release();
        } catch (DataAccessException e) {
            LOG.debug("The database is away; the leases end by themselves", e);
        }
    }
}
