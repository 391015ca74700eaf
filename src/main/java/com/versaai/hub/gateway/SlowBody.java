package com.versaai.hub.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is not there yet, read as it comes. When it is whole the request goes through its filters once more
 * ({@link AgainFilter}). What comes after the answer is read and thrown away for a while: closing a connection with unread bytes
 * makes a reset, which can take the answer away from a sender that writes first and reads then.
 */
final class SlowBody extends SlowExchange implements ReadListener {

    private static final Logger LOG = LoggerFactory.getLogger(SlowBody.class);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Source source;
    private final BodyReader reader;
    private final Problems problems;
    private final Consumer<byte[]> whole;
    private BodyBuffer buffer;
    private boolean answered;
    /** Bytes that may still be thrown away. */
    private long patience;

    private SlowBody(SlowRequests register, HttpServletRequest request, Source source, AsyncContext async, BodyReader reader,
                     Problems problems, Consumer<byte[]> whole, long patience) {
        super(register, request, async);
        this.request = request;
        this.response = (HttpServletResponse) async.getResponse();
        this.source = source;
        this.reader = reader;
        this.problems = problems;
        this.whole = whole;
        this.patience = patience;
    }

    /**
     * Waits for the rest of a body.
     *
     * @param soFar what has come
     * @param whole gets the body, before the request goes through its filters again
     */
    static void gather(SlowRequests register, HttpServletRequest request, BodyBuffer soFar, BodyReader reader, Problems problems,
                       long timeoutMillis, Consumer<byte[]> whole) throws IOException {
        ServletInputStream in = request.getInputStream();
        SlowBody body = new SlowBody(register, request, new OfServlet(in), request.startAsync(), reader, problems, whole, reader.limit());
        body.buffer = soFar;
        body.start(timeoutMillis);
    }

    /** Throws away what comes after the answer, for a while. */
    static void discard(SlowRequests register, HttpServletRequest request, org.apache.coyote.Request wire, long timeoutMillis, long most) {
        SlowBody body = new SlowBody(register, request, new OfWire(wire), request.startAsync(), null, null, null, most);
        body.answered = true;
        body.start(timeoutMillis);
    }

    private void start(long timeoutMillis) {
        async().setTimeout(timeoutMillis);
        async().addListener(this);
        register().enter(this);
        register().weigh(this, buffer == null ? 0 : buffer.capacity());
        synchronized (this) {
            if (!isOver()) {
                source.listen(this);
            }
        }
        register().makeRoom();
    }

    @Override
    public void onDataAvailable() throws IOException {
        synchronized (this) {
            while (!isOver() && source.isReady()) {
                int grown = answered ? throwAway() : take();
                register().weigh(this, grown);
            }
        }
        register().makeRoom();
    }

    /** @return bytes of memory that it takes more */
    private int take() throws IOException {
        int before = buffer.capacity();
        buffer.readFrom(source.stream());
        int after = buffer.capacity();
        if (!buffer.isTooLarge()) {
            return after - before;
        }
        refuse(reader.tooLarge());
        buffer = null;
        return -before;
    }

    private int throwAway() throws IOException {
        patience -= Math.max(source.skip(), 0);
        if (patience < 0) {
            finish();
        }
        return 0;
    }

    @Override
    public synchronized void onAllDataRead() {
        if (answered) {
            finish();
        } else if (end()) {
            whole.accept(buffer.toBytes());
            async().dispatch();
        }
    }

    /** Silence, a connection that ended, broken framing. Tomcat closes the connection after this. */
    @Override
    public synchronized void onError(Throwable failure) {
        if (end() && !answered) {
            refuse(failure instanceof SocketTimeoutException ? BodyReader.tooSlow() : BodyReader.brokenOff());
        }
    }

    @Override
    void giveUp() {
        if (!isOver() && !answered) {
            refuse(BodyReader.tooSlow());
        }
        finish();
    }

    private void finish() {
        if (end()) {
            complete();
        }
    }

    private void refuse(ProblemException refusal) {
        answered = true;
        try {
            response.setHeader("Connection", "close");
            problems.send(request, response, refusal.problem());
            response.flushBuffer();
        } catch (IOException e) {
            LOG.debug("{}: the caller hung up before its refusal: {}", request.getRequestURI(), e.toString());
        }
    }

    private interface Source {

        void listen(ReadListener listener);

        boolean isReady();

        InputStream stream();

        int skip() throws IOException;
    }

    private record OfServlet(ServletInputStream stream) implements Source {

        @Override
        public void listen(ReadListener listener) {
            stream.setReadListener(listener);
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public int skip() throws IOException {
            return stream.read(new byte[2048]);
        }
    }

    /** Below the servlet's stream, which Tomcat closes with the answer. */
    private record OfWire(org.apache.coyote.Request wire) implements Source {

        @Override
        public void listen(ReadListener listener) {
            wire.setReadListener(listener);
        }

        @Override
        public boolean isReady() {
            return !wire.isFinished() && wire.isReady();
        }

        @Override
        public InputStream stream() {
            throw new IllegalStateException("there is nothing to be gathered after the answer");
        }

        @Override
        public int skip() throws IOException {
            return wire.doRead(new Nowhere());
        }
    }

    /** Takes Tomcat's bytes and forgets them. */
    static final class Nowhere implements ApplicationBufferHandler {

        private ByteBuffer bytes;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }
}
