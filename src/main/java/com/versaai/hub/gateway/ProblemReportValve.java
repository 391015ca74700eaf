package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletResponse;
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
        int status = callers(request, response.getStatus());
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        response.setStatus(status);
        try {
            String path = request.getRequestURI() == null ? RequestHead.target(request.getCoyoteRequest()) : request.getRequestURI();
            byte[] bytes = problems.bytes(OpenAiErrors.wanted(path) ? Problem.ofStatus(status).at(path) : Problem.ofStatus(status));
            response.setContentType(Problems.mediaType(path));
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.getReporter().write(new String(bytes, StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            throw new UncheckedIOException("the refused caller is gone", e);
        }
    }

    /** CONNECT, a version or a coding that Tomcat doesn't know: no failure of the hub's, and no alarm for whoever counts those. */
    private static int callers(Request request, int status) {
        if (status == HttpServletResponse.SC_NOT_IMPLEMENTED || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED) {
            return "CONNECT".equals(request.getMethod()) ? HttpServletResponse.SC_METHOD_NOT_ALLOWED : HttpServletResponse.SC_BAD_REQUEST;
        }
        return status;
    }
}
