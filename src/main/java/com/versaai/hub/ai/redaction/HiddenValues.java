package com.versaai.hub.ai.redaction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What was hidden in one request, in memory only and never written anywhere. All texts of the request are hidden before
 * any of the answer is restored; not thread-safe until then.
 */
final class HiddenValues {

    private final List<Finder> finders;
    private final Map<String, String> placeholders = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    /** What kind of text a value goes back into. */
    enum Into {
        /** The text of a message. */
        TEXT(value -> value),
        /** Text that is itself JSON, such as the arguments of a tool call. */
        JSON(value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));

        private final UnaryOperator<String> form;

        Into(UnaryOperator<String> form) {
            this.form = form;
        }
    }

    /** @param finders none = nothing is hidden */
    HiddenValues(List<Finder> finders) {
        this.finders = finders;
    }

    /**
     * A text with placeholders; the same value has the same one in the whole request.
     *
     * @throws RedactionFailedException when a pattern takes too long: the text must not leave the hub then
     */
    String hide(String text) {
        if (text == null || text.isEmpty() || finders.isEmpty()) {
            return text;
        }
        TreeMap<Integer, Hit> hits = new TreeMap<>();
        for (Finder finder : finders) {
            look(finder, text, hits);
        }
        StringBuilder hidden = new StringBuilder(text.length());
        int done = 0;
        for (Map.Entry<Integer, Hit> hit : hits.entrySet()) {
            hidden.append(text, done, hit.getKey()).append(placeholder(hit.getValue().kind, text.substring(hit.getKey(), hit.getValue().end)));
            done = hit.getValue().end;
        }
        return hidden.append(text, done, text.length()).toString();
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** A whole text of the answer with the values back in their places. */
    String restore(String text, Into into) {
        if (text == null || isEmpty()) {
            return text;
        }
        RestoringFilter filter = restoring(into);
        return filter.accept(text) + filter.finish();
    }

    /** For one text of a streamed answer: each choice and each tool call has its own. */
    RestoringFilter restoring(Into into) {
        return new RestoringFilter(placeholder -> {
            String value = values.get(placeholder);
            return value == null ? null : into.form.apply(value);
        }, into == Into.JSON);
    }

    private record Hit(String kind, int end) {
    }

    /** Looks only where no earlier finder has found anything. */
    private static void look(Finder finder, String text, TreeMap<Integer, Hit> hits) {
        BoundedText bounded = new BoundedText(text);
        TreeMap<Integer, Hit> found = new TreeMap<>();
        try {
            int from = 0;
            for (Map.Entry<Integer, Hit> hit : hits.entrySet()) {
                finder.find(bounded, from, hit.getKey(), (start, end) -> found.put(start, new Hit(finder.kind(), end)));
                from = hit.getValue().end;
            }
            finder.find(bounded, from, text.length(), (start, end) -> found.put(start, new Hit(finder.kind(), end)));
        } catch (BoundedText.ReadTooOftenException | StackOverflowError e) {
            throw new RedactionFailedException(finder.kind());
        }
        hits.putAll(found);
    }

    private String placeholder(String kind, String value) {
        return placeholders.computeIfAbsent(kind + ' ' + value, key -> {
            String placeholder = RedactionMarks.of(kind, counts.merge(kind, 1, Integer::sum));
            values.put(placeholder, value);
            return placeholder;
        });
    }
}
