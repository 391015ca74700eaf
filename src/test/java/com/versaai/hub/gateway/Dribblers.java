package com.versaai.hub.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Many connections that each begin with the same bytes and then send one byte now and then, and read nothing unless asked to. */
final class Dribblers implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dribblers");
        thread.setDaemon(true);
        return thread;
    });

    /** @param drip one byte of it at a time, over and over; empty: silence */
    Dribblers(int port, int count, String begin, String drip) throws IOException {
        byte[] first = begin.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket();
            // Small, so that little of an answer is taken without being read.
            socket.setReceiveBufferSize(2048);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setSoTimeout(30_000);
            sockets.add(socket);
            socket.getOutputStream().write(first);
        }
        if (!drip.isEmpty()) {
            int[] tick = {0};
            clock.scheduleWithFixedDelay(() -> drip(drip.charAt(tick[0]++ % drip.length())), 100, 100, TimeUnit.MILLISECONDS);
        }
    }

    private void drip(int next) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(next);
            } catch (IOException e) {
                // Closed by the other side, which is what most tests wait for.
            }
        }
    }

    /** What the server sends until it closes the connection, of each of them. */
    List<String> answers() {
        return sockets.stream().map(Dribblers::answer).toList();
    }

    /** Waits until the server has closed as many. */
    void awaitClosed(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> sockets.stream().filter(Dribblers::ended).count() >= count);
    }

    /** Reads what is there. */
    private static boolean ended(Socket socket) {
        try {
            socket.setSoTimeout(1);
            while (socket.getInputStream().read(new byte[16_384]) >= 0) {
                // Goes on while there is more.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static String answer(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            in.transferTo(all);
        } catch (SocketException e) {
            // A reset: whoever goes on sending for ever gets one in the end.
        } catch (IOException e) {
            throw new UncheckedIOException("after " + all, e);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
