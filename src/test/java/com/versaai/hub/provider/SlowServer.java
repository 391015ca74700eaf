package com.versaai.hub.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A server that says the beginning of its answer at once and then one byte every 50 ms for 20 s. Reads requests unless told not to. */
public final class SlowServer implements AutoCloseable {

    /** Nothing but the status line comes at once. */
    public static final String HEADERS = "HTTP/1.1 200 OK\r\nX-Never-Ending: ";
    /** The body never ends. */
    public static final String BODY = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"id\":\"";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String beginning;
    private final UnaryOperator<String> atOnce;
    private final boolean reads;

    /** @param atOnce by the request's first line an answer that comes whole, null for a slow one */
    public SlowServer(String beginning, UnaryOperator<String> atOnce) throws IOException {
        this(beginning, atOnce, true);
    }

    SlowServer(String beginning, UnaryOperator<String> atOnce, boolean reads) throws IOException {
        this.beginning = beginning;
        this.atOnce = atOnce;
        this.reads = reads;
        run(() -> {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                run(() -> serve(socket));
            }
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // The client hung up, or the test is over.
            }
        }, "slow-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://localhost:" + port();
    }

    public int port() {
        return listening.getLocalPort();
    }

    private void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            String line = reads ? firstLine(socket.getInputStream()) : "";
            String whole = atOnce.apply(line);
            if (whole != null) {
                out.write(whole.getBytes(StandardCharsets.UTF_8));
                out.flush();
                return;
            }
            out.write(beginning.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 400; i++) {
                Thread.sleep(50);
                out.write('x');
            }
        }
    }

    /** Reads on to the end of the header section; what comes behind it does not matter. */
    private static String firstLine(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.substring(0, Math.max(0, head.indexOf("\r\n")));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
