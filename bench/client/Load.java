package bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * A client that costs little: one thread, keep-alive connections, no HTTP library. Closed loop (every connection sends as soon
 * as it has its answer) or paced (request i is due at start + i/rate, and its time counts from when it was due).
 */
final class Load {

    /** @param latencies sorted, nanoseconds; of refused requests too */
    record Result(int count, int failed, double seconds, long[] latencies, long startedAtMicros) {

        double perSecond() {
            return count / seconds;
        }

        double millis(double quantile) {
            return latencies[(int) Math.min(latencies.length - 1L, Math.round(quantile * latencies.length))] / 1e6;
        }
    }

    private final int port;
    private final int connections;
    private final long giveUpNanos;

    /** @param giveUpSeconds the whole run fails when it takes longer */
    Load(int port, int connections, int giveUpSeconds) {
        this.port = port;
        this.connections = connections;
        this.giveUpNanos = giveUpSeconds * 1_000_000_000L;
    }

    Result closed(byte[][] requests) throws IOException {
        return run(i -> requests[i], requests.length, 0);
    }

    Result paced(IntFunction<byte[]> request, int count, double perSecond) throws IOException {
        return run(request, count, perSecond);
    }

    private static final class Connection {
        SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(16_384);
        long from;
        boolean last;
    }

    private Result run(IntFunction<byte[]> request, int count, double perSecond) throws IOException {
        try (Selector selector = Selector.open()) {
            Connection[] all = new Connection[connections];
            ArrayDeque<Connection> idle = new ArrayDeque<>();
            for (int i = 0; i < connections; i++) {
                all[i] = open(selector);
                idle.add(all[i]);
            }
            long[] latencies = new long[count];
            int sent = 0;
            int done = 0;
            int failed = 0;
            long startedAt = System.currentTimeMillis() * 1000;
            long start = System.nanoTime();
            try {
                while (done < count) {
                    long now = System.nanoTime();
                    if (now - start > giveUpNanos) {
                        throw new IOException("gave up after " + done + " of " + count + " answers");
                    }
                    while (sent < count && !idle.isEmpty() && due(start, sent, perSecond) <= now) {
                        Connection connection = idle.poll();
                        connection.from = perSecond > 0 ? due(start, sent, perSecond) : now;
                        send(connection, request.apply(sent++));
                        now = System.nanoTime();
                    }
                    if (perSecond > 0) {
                        selector.select(1);
                    } else {
                        selector.select(100);
                    }
                    for (SelectionKey key : selector.selectedKeys()) {
                        Connection connection = (Connection) key.attachment();
                        int status = receive(connection);
                        if (status > 0) {
                            latencies[done++] = System.nanoTime() - connection.from;
                            failed += status == 200 ? 0 : 1;
                            if (connection.last) {
                                connection.channel.close(); // Tomcat ends a connection after 100 requests
                                connect(connection, selector);
                            }
                            idle.add(connection);
                        }
                    }
                    selector.selectedKeys().clear();
                }
            } finally {
                for (Connection connection : all) {
                    connection.channel.close();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(latencies);
            return new Result(count, failed, seconds, latencies, startedAt);
        }
    }

    private static long due(long start, int number, double perSecond) {
        return perSecond > 0 ? start + (long) (number * 1e9 / perSecond) : start;
    }

    private Connection open(Selector selector) throws IOException {
        Connection connection = new Connection();
        connect(connection, selector);
        return connection;
    }

    private void connect(Connection connection, Selector selector) throws IOException {
        connection.channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        connection.channel.configureBlocking(false);
        connection.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.channel.register(selector, SelectionKey.OP_READ, connection);
    }

    private static void send(Connection connection, byte[] request) throws IOException {
        connection.in.clear();
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            connection.channel.write(out); // 1.4 kB into an empty send buffer: one call
        }
    }

    /** The status once the whole answer is there, else 0. */
    private static int receive(Connection connection) throws IOException {
        if (connection.channel.read(connection.in) < 0) {
            throw new IOException("the hub closed a connection");
        }
        byte[] bytes = connection.in.array();
        int length = connection.in.position();
        int head = headEnd(bytes, length);
        if (head < 0) {
            return 0;
        }
        String text = new String(bytes, 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int at = text.indexOf("\r\ncontent-length:");
        boolean complete;
        if (at >= 0) {
            int end = text.indexOf("\r\n", at + 2);
            complete = length >= head + Integer.parseInt(text.substring(at + 17, end < 0 ? text.length() : end).strip());
        } else {
            complete = text.contains("chunked") && length >= 5 && bytes[length - 5] == '0' && bytes[length - 1] == '\n';
        }
        connection.last = text.contains("\r\nconnection: close");
        return complete ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    private static int headEnd(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }
}
