package com.versaai.hub.reload;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong now. Each trouble is logged once, when it appears, and once when it is mended. */
final class ProblemList {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemList.class);

    private final Clock clock;
    private volatile List<RouteProblem> current = List.of();

    ProblemList(Clock clock) {
        this.clock = clock;
    }

    List<RouteProblem> all() {
        return current;
    }

    /**
     * @param found   everything that is wrong after a reload
     * @param running paths of which some text runs
     */
    void tell(List<RouteProblem> found, Set<String> running) {
        List<RouteProblem> now = new ArrayList<>();
        for (RouteProblem one : found) {
            RouteProblem known = current.stream().filter(one::same).findFirst().orElse(null);
            RouteProblem seen = one.seen(one.running() || running.contains(one.file()), known == null ? clock.instant() : known.since());
            if (now.stream().anyMatch(seen::same)) {
                continue;
            }
            now.add(seen);
            if (known == null) {
                LOG.error("{}\n  {}", seen.oneLine(), seen.running() ? "What this file said before runs on." : "Nothing of this file runs.");
            }
        }
        current.stream().map(RouteProblem::file).distinct().filter(file -> now.stream().noneMatch(one -> one.file().equals(file)))
                .forEach(file -> LOG.info("{} is mended", file));
        current = List.copyOf(now);
    }
}
