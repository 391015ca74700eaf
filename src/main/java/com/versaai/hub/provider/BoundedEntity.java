package com.versaai.hub.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The beginning of an answer: ends after a number of bytes or at the call's deadline, and drops the connection instead of draining it. */
final class BoundedEntity extends HttpEntityWrapper {

    private final HttpEntity whole;
    private final int status;
    private final long maxBytes;
    private final CallDeadline deadline;
    private final Runnable dropConnection;
    private Beginning content;

    /**
     * @param deadline       of the call that it is the end of, null for none
     * @param dropConnection closes the connection without reading on; may be called more than once
     */
    BoundedEntity(HttpEntity whole, int status, long maxBytes, CallDeadline deadline, Runnable dropConnection) {
        super(whole);
        this.whole = whole;
        this.status = status;
        this.maxBytes = maxBytes;
        this.deadline = deadline;
        this.dropConnection = dropConnection;
    }

    /** The same stream every time: camel-http asks twice, to read and to close. */
    @Override
    public InputStream getContent() throws IOException {
        if (content == null) {
            content = new Beginning(whole.getContent());
        }
        return content;
    }

    /** Unknown unless it is certain: camel-http allocates this length and would hand on what was not filled. */
    @Override
    public long getContentLength() {
        long length = whole.getContentLength();
        return accepted() && length <= maxBytes ? length : -1;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = getContent()) {
            in.transferTo(out);
        }
    }

    private boolean accepted() {
        return status >= 200 && status < 300;
    }

    private final class Beginning extends InputStream {

        private final InputStream source;
        private long count;
        private boolean ended;
        private boolean dropped;

        Beginning(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int read = read(one, 0, 1);
            return read < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            if (count >= maxBytes) {
                return drop();
            }
            try {
                int read = source.read(buffer, offset, (int) Math.min(length, maxBytes - count));
                if (read < 0) {
                    end();
                }
                count += Math.max(read, 0);
                return read;
            } catch (IOException e) {
                drop();
                if (accepted()) {
                    throw deadline == null ? e : deadline.explain(e);
                }
                // A refusal is one whether or not its text arrived whole.
                return -1;
            }
        }

        private void end() {
            ended = true;
            if (deadline != null) {
                deadline.close();
            }
        }

        private int drop() {
            end();
            dropped = true;
            dropConnection.run();
            return -1;
        }

        @Override
        public void close() throws IOException {
            // camel-http reads exactly the announced length and never sees the end: such a connection may be kept.
            if (!ended && count != whole.getContentLength()) {
                drop();
            }
            end();
            try {
                source.close();
            } catch (IOException e) {
                if (!dropped) {
                    throw e;
                }
                // The connection was dropped on purpose; closing only frees the inflater.
            }
        }
    }
}
