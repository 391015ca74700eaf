package com.versaai.hub.reload;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in one line of the log what was taken over, and how long each part of it took. */
final class ReloadLine {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private ReloadLine() {
    }

    /** Now it is through; the other times are those of {@link System#nanoTime}. */
    static void tell(ReloadPlan edition, long start, long compiled, long checked) {
        if (!edition.isEmpty()) {
            long end = System.nanoTime();
            LOG.info("Reloaded {}{} in {} ms (compile {}, check {}, swap {})", names(edition), rests(edition), millis(start, end),
                    millis(start, compiled), millis(compiled, checked), millis(checked, end));
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static String names(ReloadPlan edition) {
        List<String> names = new ArrayList<>(edition.changed());
        edition.removed().forEach(path -> names.add(path + " (deleted)"));
        return names.size() <= 5 ? String.join(", ", names) : names.size() + " files";
    }

    private static String rests(ReloadPlan edition) {
        int dependents = edition.units().size() - edition.changed().size();
        return dependents == 0 ? "" : " and " + dependents + " that rest on it";
    }
}
