package com.versaai.hub.verification;

import com.fasterxml.jackson.core.JsonPointer;
import com.versaai.hub.verification.SharedSecret.Place;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The places a secret can stand in, as the schemes {@code basic}, {@code bearer} and {@code token} know them. */
final class Places {

    static final String AUTHORIZATION = "authorization";
    static final String HEADER = "header";
    static final String QUERY = "query";
    static final String JSON = "json";

    private Places() {
    }

    /** RFC 7617: {@code Basic <base64 of user:password>}. */
    static byte[] basic(SignedRequest request) throws RefusedException {
        String credentials = credentials(request, "basic ");
        try {
            // Without its padding too, as some send it: what is compared is what it says.
            return Base64.getDecoder().decode(credentials);
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed();
        }
    }

    /** RFC 6750: {@code Bearer <token>}. */
    static byte[] bearer(SignedRequest request) throws RefusedException {
        return SignedRequest.wire(credentials(request, "bearer "));
    }

    private static String credentials(SignedRequest request, String scheme) throws RefusedException {
        String value = request.required(AUTHORIZATION);
        if (!value.regionMatches(true, 0, scheme, 0, scheme.length()) || value.length() == scheme.length()) {
            throw RefusedException.malformed();
        }
        return value.substring(scheme.length());
    }

    /** The place that the parameters of {@code token} name; they have been checked. */
    static Place token(Map<String, String> parameters) {
        if (parameters.containsKey(HEADER)) {
            String name = parameters.get(HEADER).toLowerCase(Locale.ROOT);
            Place header = request -> SignedRequest.wire(request.required(name));
            return parameters.containsKey(QUERY) ? either(name, header, parameters.get(QUERY)) : header;
        }
        if (parameters.containsKey(QUERY)) {
            String name = parameters.get(QUERY);
            return request -> request.requiredParameter(name);
        }
        JsonPointer pointer = JsonPointer.compile(parameters.get(JSON));
        return request -> JsonText.at(request.body(), pointer);
    }

    /** Of a sender that is told to use the one or the other. With both, which one counts? */
    private static Place either(String lowerCaseHeader, Place header, String parameter) {
        return request -> {
            if (request.optional(lowerCaseHeader) == null) {
                return request.requiredParameter(parameter);
            }
            if (request.hasParameter(parameter)) {
                throw RefusedException.malformed();
            }
            return header.read(request);
        };
    }

    /** Empty when the parameters of {@code token} name one place, or a header and a query parameter. */
    static List<String> problems(Map<String, String> parameters) {
        long places = List.of(HEADER, QUERY, JSON).stream().filter(parameters::containsKey).count();
        return places == 1 || places == 2 && !parameters.containsKey(JSON) ? List.of()
                : List.of("exactly one of the parameters \"header\", \"query\" and \"json\" has to say where the token is; only \"header\" and \"query\" go together");
    }
}
