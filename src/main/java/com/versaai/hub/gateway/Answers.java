package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;

/**
 * Writes answers so that a caller who doesn't read them holds no thread. A small one fits into the socket: {@link BorderProtocol} makes
 * its buffer larger than all small answers of a connection together. A larger one is written as the caller takes it.
 */
final class Answers {

    /** Tomcat holds as much back anyway. */
    private static final int SMALL = 4096;

    private final SlowRequests slow;
    private final long timeoutMillis;

    Answers(SlowRequests slow, long timeoutMillis) {
        this.slow = slow;
        this.timeoutMillis = timeoutMillis;
    }

    /** The last thing to do with a response. */
    void write(HttpServletRequest request, HttpServletResponse response, byte[] bytes) throws IOException {
        response.setContentLength(bytes.length);
        if (bytes.length <= SMALL || "HEAD".equals(request.getMethod()) || !request.isAsyncSupported()) {
            response.getOutputStream().write(bytes);
        } else {
            if (request.getAttribute(RestOfBodyValve.WIRE) instanceof org.apache.coyote.Request wire && !wire.isFinished()) {
                // Answered without its body: Tomcat would wait for that before the next request.
                response.setHeader("Connection", "close");
            }
            SlowAnswer.begin(slow, request, response.getOutputStream(), bytes, timeoutMillis);
        }
    }

    /** For answers that come to be while they are written: all the waiting for their caller together has an end. */
    OutputStream patient(OutputStream out) {
        return new PatientStream(out);
    }

    private final class PatientStream extends OutputStream {

        private final OutputStream out;
        private long waitedNanos;

        PatientStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long begin = System.nanoTime();
            out.write(bytes, offset, length);
            waited(begin);
        }

        @Override
        public void flush() throws IOException {
            long begin = System.nanoTime();
            out.flush();
            waited(begin);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        private void waited(long since) throws IOException {
            waitedNanos += System.nanoTime() - since;
            if (waitedNanos > timeoutMillis * 1_000_000) {
                throw new SocketTimeoutException("the caller didn't take its answer");
            }
        }
    }
}
