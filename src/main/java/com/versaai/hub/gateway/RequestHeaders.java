package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The headers of the request as they came, beyond the border's allow-list, for whoever checks where it is from. They are no part of the
 * message: nothing reads them unasked. Bean {@code requestHeaders}.
 */
public final class RequestHeaders {

    private static final String PROPERTY = "hub.request-headers";

    /** Kept with the exchange; shown to nobody, for it holds credentials. */
    private record Kept(Map<String, List<String>> values) {

        @Override
        public String toString() {
            return values.size() + " headers";
        }
    }

    static void keep(HttpServletRequest request, Exchange exchange) {
        Map<String, List<String>> values = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            values.computeIfAbsent(name.toLowerCase(Locale.ROOT), each -> new ArrayList<>(1)).addAll(Collections.list(request.getHeaders(name)));
        }
        exchange.setProperty(PROPERTY, new Kept(values));
    }

    /** @param names in lower case; those that the request lacks are left out */
    public Map<String, List<String>> of(Exchange exchange, Collection<String> names) {
        Kept kept = exchange.getProperty(PROPERTY, Kept.class);
        Map<String, List<String>> found = new HashMap<>();
        if (kept != null) {
            names.stream().filter(kept.values()::containsKey).forEach(name -> found.put(name, List.copyOf(kept.values().get(name))));
        }
        return found;
    }
}
