package hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends hostile requests to a hub on this machine and says what it owed and did not give. The same seed sends the same requests:
 * {@code --seed 7 --only 4711} repeats one and prints it. Ends with 1 when there is a finding.
 */
public final class Hostile {

    private static final int IDLE = 10;
    private static final long CLOSED_AFTER = 30_000;

    private final Map<String, String> options;
    private final int port;
    private final Attempts attempts;
    private final Tally tally = new Tally();

    private Hostile(Map<String, String> options) {
        this.options = options;
        this.port = Integer.parseInt(options.get("port"));
        this.attempts = new Attempts(Long.parseLong(options.get("seed")), port, options.getOrDefault("key", ""), options.getOrDefault("webhook-secret", "none"),
                options.getOrDefault("login", ""));
    }

    /** Arguments in pairs: {@code --port}, {@code --seed}, {@code --from}, {@code --count}, {@code --threads}, {@code --key} … */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("seed", Long.toString(System.nanoTime()), "from", "0", "count", "5000", "threads", "8"));
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i].substring(2), args[i + 1]);
        }
        System.exit(new Hostile(options).run());
    }

    private int run() throws Exception {
        if (options.containsKey("only")) {
            return only(Integer.parseInt(options.get("only")));
        }
        LogWatch log = options.containsKey("log") ? new LogWatch(Path.of(options.get("log"))) : null;
        List<Socket> idle = idle();
        long start = System.nanoTime();
        all();
        long seconds = Math.max(1, (System.nanoTime() - start) / 1_000_000_000);
        idle(idle);
        alive();
        if (log != null) {
            log.read();
            tally.log(log);
        }
        String report = tally.report(options, seconds);
        System.out.println(report);
        if (options.containsKey("report")) {
            Files.writeString(Path.of(options.get("report")), report, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        }
        return tally.clean() ? 0 : 1;
    }

    private void all() throws InterruptedException {
        int from = Integer.parseInt(options.get("from"));
        AtomicInteger next = new AtomicInteger(from);
        int end = from + Integer.parseInt(options.get("count"));
        long deadline = System.nanoTime() + Long.parseLong(options.getOrDefault("seconds", "3600")) * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(options.get("threads")); i++) {
            Thread thread = new Thread(() -> {
                Wire wire = new Wire(port);
                for (int index = next.getAndIncrement(); index < end && System.nanoTime() < deadline; index = next.getAndIncrement()) {
                    one(wire, attempts.of(index));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void one(Wire wire, Attempt attempt) {
        try {
            Answer answer = wire.send(attempt);
            tally.add(attempt, answer, Judge.verdict(attempt, answer));
        } catch (IOException e) {
            tally.finding("no connection: " + e.getMessage(), attempt);
        } catch (RuntimeException e) {
            tally.finding("an answer this program can't read: " + e, attempt);
        }
    }

    /** Connections that say a little, or nothing, and stay. */
    private List<Socket> idle() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < IDLE; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.getOutputStream().write(new String[] {"", "G", "GET /docs/ HTTP/1.1\r\nHost:", "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
                "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"}[i % 5].getBytes(StandardCharsets.ISO_8859_1));
            sockets.add(socket);
        }
        return sockets;
    }

    private void idle(List<Socket> sockets) throws IOException {
        long deadline = System.nanoTime() + CLOSED_AFTER * 1_000_000;
        for (Socket socket : sockets) {
            try (socket) {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                socket.getInputStream().readAllBytes();
            } catch (java.net.SocketTimeoutException e) {
                tally.finding("a silent connection was left open", null);
            } catch (IOException e) {
                // A reset is a close.
            }
        }
    }

    private void alive() {
        String request = "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        Attempt attempt = new Attempt(-1, "liveness", "", false, false, request.getBytes(StandardCharsets.ISO_8859_1), Attempt.End.READ);
        try {
            Answer answer = new Wire(port).send(attempt);
            if (answer.status() != 200 || answer.millis() > 5_000) {
                tally.finding("liveness afterwards: " + answer.status() + " in " + answer.millis() + " ms", attempt);
            }
        } catch (IOException e) {
            tally.finding("no hub afterwards: " + e.getMessage(), attempt);
        }
    }

    private int only(int index) throws IOException {
        Attempt attempt = attempts.of(index);
        Answer answer = new Wire(port).send(attempt);
        System.out.println(Tally.printable(attempt.bytes(), 4_000) + "\n\n--> " + answer.status() + " " + answer.headers() + "\n"
                + Tally.printable(answer.body(), 2_000) + "\n\nverdict: " + Judge.verdict(attempt, answer));
        return 0;
    }
}
