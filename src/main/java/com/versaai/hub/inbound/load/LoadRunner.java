package com.versaai.hub.inbound.load;

import com.versaai.hub.connector.Feed.Item;
import com.versaai.hub.connector.Feed.PositionLostException;
import com.versaai.hub.connector.FirstLoad;
import com.versaai.hub.connector.FirstLoad.Piece;
import com.versaai.hub.inbound.Receipt;
import com.versaai.hub.verification.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Works on first loads, called by a timer. Of each one page is held; its position is stored when Kafka has all of it, so that whoever goes
 * on after a kill reads that page again: what comes twice has its id. Bean {@code loadRunner}.
 */
class LoadRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadRunner.class);
    private static final String METHOD = "LOAD";
    /** A provider that loses every position would have the hub load for ever. */
    private static final int MOST_RESTARTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Loads loads;
    private final LoadSources sources;
    private final LoadSettings settings;
    private final LoadPace pace;
    private final Consumer<Receipt> inbox;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Work> works = new HashMap<>();

    /** @param inbox returns when Kafka has it, and throws when it hasn't */
    LoadRunner(Loads loads, LoadSources sources, LoadSettings settings, LoadPace pace, Consumer<Receipt> inbox, Clock clock, LongSupplier nanos) {
        this.loads = loads;
        this.sources = sources;
        this.settings = settings;
        this.pace = pace;
        this.inbox = inbox;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** What this node knows of a load beyond the table. */
    private static final class Work {

        private Piece page;
        /** Where the page was asked for; another position in the table, and it is none of ours any more. */
        private String askedAt;
        private int gone;
        private int failures;
        private long notBefore;

        private void forgetPage() {
            page = null;
            gone = 0;
        }
    }

    /** One look at every load that is this node's. */
    public synchronized void run() {
        List<Load> ours = loads.lease();
        works.keySet().retainAll(ours.stream().map(Load::id).toList());
        for (Load load : ours) {
            Work work = works.computeIfAbsent(load.id(), id -> new Work());
            if (work.page != null && !Objects.equals(work.askedAt, load.position())) {
                work.forgetPage();
            }
            if (nanos.getAsLong() - work.notBefore >= 0 || work.notBefore == 0) {
                look(load, work);
            }
        }
    }

    private void look(Load load, Work work) {
        try {
            step(load, work);
            work.failures = 0;
        } catch (FirstLoad.RefusedException e) {
            failed(load, e.getMessage());
        } catch (PositionLostException e) {
            lost(load, work, e.getMessage());
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            work.failures++;
            Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(work.failures - 1, 10));
            pause(work, wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            if (work.failures == 1) {
                LOG.warn("The first load {} of {} {} waits: {}", load.id(), load.source(), load.object(), why);
            }
            loads.waits(load, why);
        }
    }

    private void pause(Work work, Duration wait) {
        work.notBefore = nanos.getAsLong() + wait.toNanos();
    }

    private void failed(Load load, String why) {
        LOG.error("The first load {} of {} {} has failed: {}", load.id(), load.source(), load.object(), why);
        loads.failed(load, why);
    }

    private void lost(Load load, Work work, String why) {
        work.forgetPage();
        if (load.restarts() >= MOST_RESTARTS) {
            failed(load, "the provider has lost it " + (MOST_RESTARTS + 1) + " times: " + why);
            return;
        }
        LOG.warn("The first load {} of {} {} begins anew, the provider has lost it: {}", load.id(), load.source(), load.object(), why);
        pause(work, FIRST_PAUSE);
        loads.anew(load, "began anew: " + why);
    }

    private void step(Load load, Work work) {
        if (work.page == null) {
            LoadSources.Place place = sources.place(load.source(), load.object());
            if (place == null) {
                throw new FirstLoad.RefusedException("there is no first load of " + load.object() + " from " + load.source() + " any more");
            }
            work.page = place.load().next(place.account(), load.object(), load.position());
            work.askedAt = load.position();
            work.gone = 0;
            long known = Math.max(load.taken() + work.page.items().size(), work.page.total() == null ? 0 : work.page.total());
            if (known > settings.records()) {
                throw new FirstLoad.RefusedException("there are more than hub.loads.records = " + settings.records() + " (" + known + " so far)");
            }
        }
        if (gone(load, work)) {
            settle(load, work);
        }
    }

    /** @return whether Kafka has the whole page */
    private boolean gone(Load load, Work work) {
        List<Item> items = work.page.items();
        if (work.gone == items.size()) {
            return true;
        }
        long room = pace.room();
        if (room == 0) {
            loads.waits(load, "as much is in the inbox as may be, or has gone there this second");
            return false;
        }
        if (!loads.isOurs(load)) {
            return false;
        }
        for (; work.gone < items.size() && room > 0; room--) {
            inbox.accept(receipt(load, items.get(work.gone)));
            work.gone++;
            pace.taken();
        }
        return work.gone == items.size();
    }

    private void settle(Load load, Work work) {
        Piece page = work.page;
        if (page.position() == null) {
            if (loads.store(load, load.position(), page.items().size(), page.total())) {
                loads.finished(load);
                LOG.info("The first load {} of {} {} has finished", load.id(), load.source(), load.object());
            }
        } else {
            loads.store(load, page.position(), page.items().size(), page.total());
            pause(work, page.pause());
        }
        work.forgetPage();
    }

    private Receipt receipt(Load load, Item item) {
        return new Receipt(load.source(), clock.instant(), METHOD, "load/" + load.object(), null, Map.of("content-type", List.of("application/json")),
                item.body(), Verdict.OK, item.id(), item.type(), null);
    }

    /** The hub stops: another node goes on at once. */
    @Override
    public void close() {
        try {
            loads.release();
        } catch (DataAccessException e) {
            LOG.debug("The database is away; the leases end by themselves", e);
        }
    }
}
