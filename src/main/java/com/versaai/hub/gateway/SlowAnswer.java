package com.versaai.hub.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.coyote.ActionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer that is written as its caller takes it. */
final class SlowAnswer extends SlowExchange implements WriteListener {

    private static final Logger LOG = LoggerFactory.getLogger(SlowAnswer.class);

    /** So much of an answer lies in Tomcat's memory, besides the bytes themselves, which may be shared. */
    private static final int STEP = 8192;

    private final HttpServletRequest request;
    private final ServletOutputStream out;
    private final byte[] bytes;
    private int written;

    private SlowAnswer(SlowRequests register, HttpServletRequest request, AsyncContext async, ServletOutputStream out, byte[] bytes) {
        super(register, request, async);
        this.request = request;
        this.out = out;
        this.bytes = bytes;
    }

    /** Begins to write, when the thread of the request has left; status and headers have been set. */
    static void begin(SlowRequests register, HttpServletRequest request, ServletOutputStream out, byte[] bytes, long timeoutMillis) {
        AsyncContext async = request.startAsync();
        SlowAnswer answer = new SlowAnswer(register, request, async, out, bytes);
        async.setTimeout(timeoutMillis);
        async.addListener(answer);
        register.enter(answer);
        synchronized (answer) {
            if (!answer.isOver()) {
                out.setWriteListener(answer);
            }
        }
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
        while (!isOver() && out.isReady()) {
            if (written == bytes.length) {
                if (end()) {
                    complete();
                }
                return;
            }
            int step = Math.min(STEP, bytes.length - written);
            out.write(bytes, written, step);
            written += step;
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
        LOG.debug("{}: the caller hung up before its answer was written: {}", request.getRequestURI(), String.valueOf(failure));
    }

    /** The connection has to go: what is missing can't be told from the next answer. */
    @Override
    void giveUp() {
        if (end()) {
            if (request.getAttribute(RestOfBodyValve.WIRE) instanceof org.apache.coyote.Request wire) {
                wire.action(ActionCode.CLOSE_NOW, new SocketTimeoutException("the caller didn't take its answer"));
            }
            complete();
        }
    }
}
