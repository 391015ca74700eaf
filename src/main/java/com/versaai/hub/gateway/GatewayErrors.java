package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Problems for what Spring MVC itself refuses and for failures of controllers. */
@RestControllerAdvice
class GatewayErrors extends ResponseEntityExceptionHandler {

    private final Problems problems;

    GatewayErrors(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<byte[]> failed(Exception failure, HttpServletRequest request) throws Exception {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            throw failure;
        }
        return answer(problems.of(failure, request.getRequestURI()).at(request.getRequestURI()), new HttpHeaders());
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(Exception failure, Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        if (((ServletWebRequest) request).getResponse() != null && ((ServletWebRequest) request).getResponse().isCommitted()) {
            return null;
        }
        Problem problem = Problem.ofStatus(status.value());
        if (status.value() == 405 && headers.getAllow() != null && !headers.getAllow().isEmpty()) {
            problem = Problem.of(405, "method-not-allowed", problem.detail(),
                    Map.of("allow", headers.getAllow().stream().map(Object::toString).sorted().toList()), null);
        }
        ResponseEntity<byte[]> answer = answer(problem.at(servlet.getRequestURI()), headers);
        return new ResponseEntity<>(answer.getBody(), answer.getHeaders(), answer.getStatusCode());
    }

    private ResponseEntity<byte[]> answer(Problem problem, HttpHeaders known) {
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(known);
        headers.setContentType(MediaType.parseMediaType(Problems.mediaType(problem.instance())));
        if (problem.retryAfterSeconds() != null) {
            headers.set(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds());
        }
        return new ResponseEntity<>(problems.bytes(problem), headers, HttpStatusCode.valueOf(problem.status()));
    }
}
