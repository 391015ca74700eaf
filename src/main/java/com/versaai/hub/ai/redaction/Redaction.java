package com.versaai.hub.ai.redaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Keeps secrets and personal data out of prompts, where it is switched on. One {@link HiddenValues} for each request. */
public class Redaction {

    private final boolean enabled;
    private final List<Finder> finders = new ArrayList<>();

    Redaction(RedactionSettings settings) {
        enabled = settings.enabled();
        finders.add(RedactionMarks.IN_PROMPT);
        Map<String, Finder> builtIn = new LinkedHashMap<>(BuiltInFinders.all());
        settings.patterns().forEach((kind, pattern) -> {
            builtIn.remove(kind);
            if (!pattern.isBlank()) {
                finders.add(new Finder(kind, compile(kind, pattern), null));
            }
        });
        finders.addAll(builtIn.values());
    }

    /** Whether anything is hidden. */
    public boolean enabled() {
        return enabled;
    }

    /** For one chat completion, request and answer. */
    public RedactedChat chat() {
        return new RedactedChat(open());
    }

    /** For the texts of one request and its answer, whatever they stand in. */
    HiddenValues open() {
        return new HiddenValues(enabled ? List.copyOf(finders) : List.of());
    }

    private static Pattern compile(String kind, String pattern) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            if (compiled.matcher("").find()) {
                throw new IllegalArgumentException("hub.ai.redaction.patterns." + kind + " finds empty text");
            }
            return compiled;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("hub.ai.redaction.patterns." + kind + " is no regular expression: " + e.getMessage(), e);
        }
    }
}
