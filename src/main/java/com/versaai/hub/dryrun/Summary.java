package com.versaai.hub.dryrun;

import com.versaai.hub.dryrun.Differences.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a trial found, in one line: {@code 100 of 2500 events, the oldest: +98 slack, -2 hubspot, 3 changed: NextStep}. */
final class Summary {

    private static final int MOST_FIELDS = 6;

    private Summary() {
    }

    /**
     * @param events   how many were tried
     * @param of       how many there are
     * @param requests how many webhooks were tried
     * @param more     whether there may be more of those
     */
    static String of(int events, int of, int requests, boolean more, List<Difference> differences) {
        List<String> tried = new ArrayList<>();
        if (events > 0 || requests == 0) {
            tried.add(events == of ? events + (events == 1 ? " event" : " events") : events + " of " + of + " events, the oldest (more by limit)");
        }
        if (requests > 0) {
            tried.add(requests + (requests == 1 ? " webhook" : " webhooks") + (more ? ", the oldest (more by limit)" : ""));
        }
        List<String> found = new ArrayList<>();
        count(found, "+", differences.stream().flatMap(one -> one.added().stream()).map(Differences.One::destination).toList());
        count(found, "-", differences.stream().flatMap(one -> one.gone().stream()).map(Differences.One::destination).toList());
        changed(found, differences);
        number(found, differences.stream().filter(one -> one.errorAfter() != null && !Objects.equals(one.errorBefore(), one.errorAfter())).count(), "fail now");
        number(found, differences.stream().filter(one -> one.errorBefore() != null && one.errorAfter() == null).count(), "fail no more");
        return String.join(" and ", tried) + ": " + (found.isEmpty() ? "no difference" : String.join(", ", found));
    }

    private static void count(List<String> found, String sign, List<String> destinations) {
        Map<String, Integer> numbers = new TreeMap<>();
        destinations.forEach(destination -> numbers.merge(destination, 1, Integer::sum));
        numbers.forEach((destination, number) -> found.add(sign + number + ' ' + destination));
    }

    private static void changed(List<String> found, List<Difference> differences) {
        List<Differences.Changed> changed = differences.stream().flatMap(one -> one.changed().stream()).toList();
        TreeSet<String> fields = new TreeSet<>();
        changed.forEach(one -> one.fields().forEach(field -> fields.add(field.path().replaceFirst("^/", ""))));
        if (!changed.isEmpty()) {
            String names = String.join(", ", fields.stream().limit(MOST_FIELDS).toList()) + (fields.size() > MOST_FIELDS ? " …" : "");
            found.add(changed.size() + " changed: " + names);
        }
    }

    private static void number(List<String> found, long number, String what) {
        if (number > 0) {
            found.add(number + " " + what);
        }
    }
}
