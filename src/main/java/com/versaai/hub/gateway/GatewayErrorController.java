package com.versaai.hub.gateway;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Problems for errors that only the container sees: {@code sendError}, the firewall, failures in filters. */
@Controller
class GatewayErrorController implements ErrorController {

    private final Problems problems;

    GatewayErrorController(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("${server.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Problem problem;
        if (request.getAttribute(RequestBytesFilter.REFUSAL) instanceof Problem refusal) {
            problem = refusal;
        } else if (failure instanceof Throwable thrown) {
            problem = problems.ofRequest(thrown, String.valueOf(path));
        } else {
            problem = Problem.ofStatus(status instanceof Integer code ? callers(code) : 404);
        }
        byte[] bytes = problems.bytes(problem.at(path instanceof String text ? text : null));
        response.setStatus(problem.status());
        response.setContentType(Problems.mediaType(path instanceof String text ? text : null));
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** What a servlet says of a method it has never heard of. */
    private static int callers(int status) {
        return status == HttpServletResponse.SC_NOT_IMPLEMENTED ? HttpServletResponse.SC_METHOD_NOT_ALLOWED : status;
    }
}
