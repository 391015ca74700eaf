package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A body in memory whose form fields are parameters, for the console's login. Fields of the query come first, as in Tomcat. */
final class FormRequest extends BytesRequest {

    /** More than any form of the console has. */
    private static final int MOST_FIELDS = 100;

    private final Map<String, String[]> parameters;

    FormRequest(HttpServletRequest request, byte[] body) {
        super(request, body);
        this.parameters = new LinkedHashMap<>(request.getParameterMap());
        String[] fields = new String(body, StandardCharsets.UTF_8).split("&", MOST_FIELDS + 1);
        for (int i = 0; i < Math.min(fields.length, MOST_FIELDS); i++) {
            add(fields[i]);
        }
    }

    static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return "POST".equals(request.getMethod()) && type != null
                && type.regionMatches(true, 0, "application/x-www-form-urlencoded", 0, "application/x-www-form-urlencoded".length());
    }

    private void add(String field) {
        int equals = field.indexOf('=');
        try {
            String name = URLDecoder.decode(equals < 0 ? field : field.substring(0, equals), StandardCharsets.UTF_8);
            String value = equals < 0 ? "" : URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
            if (!name.isEmpty()) {
                parameters.merge(name, new String[] {value}, FormRequest::both);
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(400, "malformed", "The form isn't encoded as its Content-Type says.", null);
        }
    }

    private static String[] both(String[] first, String[] second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String[] getParameterValues(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values.clone();
    }
}
