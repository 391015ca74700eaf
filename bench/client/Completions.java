package bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An upstream that answers at once and costs little: one thread, no HTTP library. A completion of a fixed text, or its tokens as
 * events: all at once, or one each 100 ms when the request's model is {@code bench-slow}.
 */
final class Completions implements AutoCloseable {

    private static final long PAUSE_NANOS = 100_000_000;
    private static final int TOKENS = 100;
    private static final byte[] ANSWER = response("application/json", """
            {"id":"chatcmpl-bench","object":"chat.completion","created":1790000000,"model":"openai/gpt-oss-20b","choices":[{"index":0,\
            "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],"usage":{"prompt_tokens":200,"completion_tokens":60,\
            "total_tokens":260}}""".formatted("A sentence of an answer. ".repeat(12)));
    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOKEN = chunk("""
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1790000000,"model":"openai/gpt-oss-20b","choices":[{"index":0,\
            "delta":{"content":"token "},"finish_reason":null}]}

            """);
    private static final byte[] LAST = chunk("""
            data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1790000000,"model":"openai/gpt-oss-20b","choices":[{"index":0,\
            "delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}}

            data: [DONE]

            """);
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final Thread thread = new Thread(this::serve, "completions");
    private final Deque<Caller> streaming = new ArrayDeque<>();
    private volatile boolean closed;
    volatile int open;

    Completions(int port) throws IOException {
        server.bind(new InetSocketAddress("127.0.0.1", port), 1024).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Caller {
        SocketChannel channel;
        final ByteBuffer in = ByteBuffer.allocate(65_536);
        int tokens;
        long next;
    }

    private void serve() {
        try {
            while (!closed) {
                selector.select(streaming.isEmpty() ? 100 : 1);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        serve((Caller) key.attachment(), key);
                    }
                }
                selector.selectedKeys().clear();
                stream();
            }
        } catch (IOException | ClosedSelectorException e) {
            if (!closed) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void serve(Caller caller, SelectionKey key) throws IOException {
        try {
            read(caller, key);
        } catch (IOException e) {
            streaming.remove(caller); // the gateway has left
            key.cancel();
            caller.channel.close();
        }
    }

    private void accept() throws IOException {
        Caller caller = new Caller();
        caller.channel = server.accept();
        caller.channel.configureBlocking(false);
        caller.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        caller.channel.register(selector, SelectionKey.OP_READ, caller);
    }

    private void read(Caller caller, SelectionKey key) throws IOException {
        if (caller.channel.read(caller.in) < 0) {
            throw new EOFException();
        }
        String request = new String(caller.in.array(), 0, caller.in.position(), StandardCharsets.ISO_8859_1);
        int head = request.indexOf("\r\n\r\n");
        if (head < 0 || caller.in.position() < head + 4 + length(request.substring(0, head))) {
            return;
        }
        caller.in.clear();
        if (!request.contains("\"stream\":true")) {
            write(caller, ANSWER);
        } else if (request.contains("bench-slow")) {
            write(caller, HEAD);
            caller.tokens = TOKENS;
            caller.next = System.nanoTime();
            streaming.add(caller);
            open = streaming.size();
        } else {
            write(caller, HEAD);
            for (int i = 0; i < 10; i++) {
                write(caller, TOKEN);
            }
            write(caller, LAST);
            write(caller, END);
        }
    }

    /** In the order they are due. */
    private void stream() throws IOException {
        long now = System.nanoTime();
        while (!streaming.isEmpty() && streaming.peek().next <= now) {
            Caller caller = streaming.poll();
            caller.next += PAUSE_NANOS;
            try {
                if (caller.tokens-- > 0) {
                    write(caller, TOKEN);
                    streaming.add(caller);
                } else {
                    write(caller, LAST);
                    write(caller, END);
                }
            } catch (IOException e) {
                caller.channel.close(); // the gateway has left
            }
            open = streaming.size();
        }
    }

    private static int length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0; // GET /models
    }

    private static void write(Caller caller, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            caller.channel.write(out);
        }
    }

    private static byte[] response(String type, String body) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk(String text) {
        return (Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        selector.close();
    }
}
