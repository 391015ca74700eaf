package bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads streams of tokens, one thread each. */
final class StreamReader {

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger whole = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private StreamReader() {
    }

    /** Milliseconds from sending the request to the first event; reads on to the end. */
    static double firstToken(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            long start = System.nanoTime();
            socket.getOutputStream().write(request);
            byte[] buffer = new byte[16_384];
            int length = 0;
            while (indexOf(buffer, length, DATA) < 0) {
                length += read(socket.getInputStream(), buffer, length);
            }
            double millis = (System.nanoTime() - start) / 1e6;
            while (!new String(buffer, 0, length, StandardCharsets.US_ASCII).endsWith("0\r\n\r\n")) {
                length += read(socket.getInputStream(), buffer, length);
            }
            return millis;
        }
    }

    /** Opens all at once. */
    static StreamReader start(int port, List<byte[]> requests) {
        StreamReader readers = new StreamReader();
        for (byte[] request : requests) {
            Thread thread = new Thread(null, () -> readers.follow(port, request), "stream", 128 * 1024);
            readers.threads.add(thread);
            thread.start();
        }
        return readers;
    }

    private void follow(int port, byte[] request) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            byte[] buffer = new byte[4096];
            String end = "";
            boolean begun = false;
            int read = socket.getInputStream().read(buffer);
            while (read > 0) {
                end = (end + new String(buffer, 0, read, StandardCharsets.US_ASCII));
                end = end.substring(Math.max(0, end.length() - 400));
                if (!begun && end.contains("token")) {
                    begun = true;
                    open.incrementAndGet();
                }
                if (end.endsWith("0\r\n\r\n")) {
                    break;
                }
                read = socket.getInputStream().read(buffer);
            }
            if (begun) {
                open.decrementAndGet();
            }
            if (end.contains("[DONE]")) {
                whole.incrementAndGet();
            }
        } catch (IOException e) {
            System.out.println("a stream failed: " + e.getMessage());
        }
    }

    /** That have had their first token and not their last. */
    int open() {
        return open.get();
    }

    /** Waits for all; how many came to their end. */
    int whole() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        return whole.get();
    }

    private static int read(InputStream in, byte[] buffer, int at) throws IOException {
        int read = in.read(buffer, at, buffer.length - at);
        if (read <= 0) {
            throw new IOException("the stream ended early: " + new String(buffer, 0, at, StandardCharsets.US_ASCII));
        }
        return read;
    }

    private static int indexOf(byte[] bytes, int length, byte[] wanted) {
        for (int i = 0; i + wanted.length <= length; i++) {
            int j = 0;
            while (j < wanted.length && bytes[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
