package com.versaai.hub.lint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hint that speaks Java, for whoever wrote the route in YAML. */
final class YamlHint {

    private static final Pattern CALL = Pattern.compile("(?<![\\w/<>-])\\.?(?:(from|to)|([a-z]\\w*))\\((?:\"([^\"]*)\")?\\)|(?<![\\w/<>.-])\\.([a-z]\\w+)\\b");
    private static final Map<String, String> KEYS = Map.of("routeId", "id", "routeGroup", "group", "routeDescription", "description");

    private YamlHint() {
    }

    static String of(String hint) {
        return hint == null ? null : CALL.matcher(hint).replaceAll(found -> Matcher.quoteReplacement(yaml(found.group(1) != null ? found.group(1)
                : found.group(2) != null ? found.group(2) : found.group(4), found.group(3), found.group(1) != null)));
    }

    private static String yaml(String step, String value, boolean address) {
        String key = KEYS.getOrDefault(step, step) + ':';
        return value == null ? key : address ? key + " {uri: \"" + value + "\"}" : key + ' ' + value;
    }
}
