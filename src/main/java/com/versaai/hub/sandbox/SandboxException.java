package com.versaai.hub.sandbox;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** A sandbox call that can't be served, with its RFC 9457 answer. */
final class SandboxException extends RuntimeException {

    private static final String TYPES = "https://hub.versaai.example/problems/";

    private final transient ProblemDetail problem;

    SandboxException(HttpStatus status, String slug, String detail, String listName, List<String> list) {
        super(detail, null, false, false);
        problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + slug));
        String words = slug.replace('-', ' ');
        problem.setTitle(Character.toUpperCase(words.charAt(0)) + words.substring(1));
        if (listName != null) {
            problem.setProperty(listName, list);
        }
    }

    ProblemDetail problem() {
        return problem;
    }
}
