package com.versaai.hub.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Problems for what Tomcat refuses before the application is asked: broken request lines, illegal paths. Made by Tomcat by name. */
public final class ProblemReportValve extends ErrorReportValve {

    private final Problems problems = new Problems();

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            byte[] bytes = problems.bytes(Problem.ofStatus(status));
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter().write(new String(bytes, StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException("the refused caller is gone", e);
        }
    }
}
