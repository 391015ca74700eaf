import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Slow peers against a running hub on this machine: do liveness and signed webhooks notice?
 * {@code java bench/hostile/Dribble.java [--port 8080] [--connections 2000] [--seconds 60] [--kind all] [--secret whsec_sandbox] [--pid N]}
 *
 * <p>Kinds: {@code refused} (no key, a million bytes announced), {@code body} (a webhook's body), {@code chunks}, {@code headers},
 * {@code answers} (a large page, hardly read), {@code all} of them in equal parts. Each sends, or reads, a byte every 1.5 s, and connects
 * again 1.5 s after it was closed. Only to 127.0.0.1; ends by itself. Needs a file descriptor per connection on both sides:
 * {@code ulimit -n}. Exit code 1 when a probe took a second or longer or failed.
 */
public final class Dribble {

    private static final long PAUSE = 1_500_000_000L;
    private static final List<String> KINDS = List.of("refused", "body", "chunks", "headers", "answers");

    private int port = 8080;
    private int count = 2000;
    private int seconds = 60;
    private String kind = "all";
    private String secret = "whsec_sandbox";
    private String pid;
    private volatile boolean over;
    private long opened;
    private long closedByHub;

    /** Begins when run. */
    public static void main(String[] arguments) throws Exception {
        Dribble dribble = new Dribble();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--port" -> dribble.port = Integer.parseInt(arguments[i + 1]);
                case "--connections" -> dribble.count = Integer.parseInt(arguments[i + 1]);
                case "--seconds" -> dribble.seconds = Integer.parseInt(arguments[i + 1]);
                case "--kind" -> dribble.kind = arguments[i + 1];
                case "--secret" -> dribble.secret = arguments[i + 1];
                case "--pid" -> dribble.pid = arguments[i + 1];
                default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
            }
        }
        System.exit(dribble.run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Probe liveness = new Probe("liveness", 200) {
            @Override
            byte[] request(int number) {
                return bytes("GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            }
        };
        Probe webhooks = new Probe("signed webhooks", 200) {
            @Override
            byte[] request(int number) throws Exception {
                return webhook("evt_dribble_" + ProcessHandle.current().pid() + '_' + number);
            }
        };
        System.out.println("at rest (5 s): ");
        liveness.begin();
        webhooks.begin();
        Thread.sleep(5_000);
        liveness.report();
        webhooks.report();
        System.out.println(count + " connections, kind " + kind + ", " + seconds + " s: ");
        Thread slow = new Thread(this::dribble, "dribble");
        slow.start();
        int threads = 0;
        long memory = 0;
        for (int i = 0; i < seconds; i++) {
            Thread.sleep(1_000);
            threads = Math.max(threads, status("Threads"));
            memory = Math.max(memory, status("VmRSS"));
        }
        boolean well = liveness.report() & webhooks.report();
        over = true;
        slow.join();
        System.out.println("  connections opened " + opened + ", closed by the hub " + closedByHub
                + (pid == null ? "" : ", most threads " + threads + ", most memory " + memory / 1024 + " MB"));
        return well;
    }

    private int status(String name) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        return pid == null || !Files.exists(status) ? 0 : Files.readAllLines(status).stream().filter(line -> line.startsWith(name + ':'))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    /** One slow peer. */
    private static final class Peer {
        String kind;
        SocketChannel channel;
        long due;
        boolean begun;
    }

    private void dribble() {
        try (Selector selector = Selector.open()) {
            List<Peer> peers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                Peer peer = new Peer();
                peer.kind = kind.equals("all") ? KINDS.get(i % KINDS.size()) : kind;
                // All within the first second and a half, as the sending is spread.
                peer.due = start + PAUSE * i / count;
                peers.add(peer);
            }
            ByteBuffer in = ByteBuffer.allocate(16_384);
            while (!over) {
                selector.select(20);
                for (SelectionKey key : selector.selectedKeys()) {
                    read((Peer) key.attachment(), in);
                }
                selector.selectedKeys().clear();
                long now = System.nanoTime();
                for (Peer peer : peers) {
                    if (peer.due <= now) {
                        peer.due = now + PAUSE;
                        act(peer, selector, in);
                    }
                }
            }
            for (Peer peer : peers) {
                if (peer.channel != null) {
                    peer.channel.close();
                }
            }
        } catch (IOException e) {
            System.out.println("  the slow peers gave up (ulimit -n?): " + e);
        }
    }

    private void act(Peer peer, Selector selector, ByteBuffer in) throws IOException {
        if (peer.channel == null) {
            peer.channel = SocketChannel.open();
            peer.channel.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
            peer.channel.configureBlocking(false);
            peer.begun = false;
            opened++;
            try {
                peer.channel.connect(new InetSocketAddress("127.0.0.1", port));
                if (!peer.kind.equals("answers")) {
                    peer.channel.register(selector, SelectionKey.OP_READ, peer);
                }
            } catch (IOException e) {
                gone(peer);
            }
            return;
        }
        try {
            if (!peer.channel.finishConnect()) {
                return;
            }
            if (!peer.begun) {
                peer.begun = true;
                peer.channel.write(ByteBuffer.wrap(bytes(beginning(peer.kind))));
            } else if (peer.kind.equals("answers")) {
                in.clear().limit(100);
                if (peer.channel.read(in) < 0) {
                    gone(peer);
                }
            } else {
                peer.channel.write(ByteBuffer.wrap(bytes(peer.kind.equals("chunks") ? "1" : "x")));
            }
        } catch (IOException e) {
            gone(peer);
        }
    }

    private void read(Peer peer, ByteBuffer in) {
        try {
            in.clear();
            if (peer.channel != null && peer.channel.isConnected() && peer.channel.read(in) < 0) {
                gone(peer);
            }
        } catch (IOException e) {
            gone(peer);
        }
    }

    private void gone(Peer peer) {
        closedByHub++;
        peer.due = System.nanoTime() + PAUSE;
        try {
            peer.channel.close();
        } catch (IOException e) {
            System.out.println("  closing: " + e);
        }
        peer.channel = null;
    }

    private static String beginning(String kind) {
        return switch (kind) {
            case "refused" -> "POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
            case "body" -> "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n";
            case "chunks" -> "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
            case "headers" -> "GET /docs/ HTTP/1.1\r\nHost: localhost\r\nX-More: ";
            case "answers" -> "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
            default -> throw new IllegalArgumentException("kind: " + KINDS + " or all");
        };
    }

    private byte[] webhook(String id) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        String body = "{\"id\":\"" + id + "\",\"object\":\"event\",\"api_version\":\"2025-09-30.clover\",\"created\":" + now
                + ",\"livemode\":false,\"type\":\"dribble.probe\",\"data\":{\"object\":{\"id\":\"x_1\",\"object\":\"probe\"}}}";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
        String signature = HexFormat.of().formatHex(mac.doFinal(bytes(now + "." + body)));
        return bytes("POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\nStripe-Signature: t=" + now + ",v1=" + signature + "\r\n\r\n" + body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks five times a second, each time on a new connection. */
    private abstract class Probe {

        private final String name;
        private final int expected;
        private final List<Double> millis = new ArrayList<>();
        private int failed;
        private String example = "";
        private volatile long asking;

        Probe(String name, int expected) {
            this.name = name;
            this.expected = expected;
        }

        abstract byte[] request(int number) throws Exception;

        void begin() {
            Thread thread = new Thread(() -> {
                for (int i = 0; !over; i++) {
                    ask(i);
                }
            }, name);
            thread.setDaemon(true);
            thread.start();
        }

        private void ask(int number) {
            long begin = System.nanoTime();
            asking = begin;
            String answer;
            try (Socket socket = new Socket()) {
                byte[] request = request(number);
                socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
                socket.setSoTimeout(120_000);
                socket.getOutputStream().write(request);
                InputStream in = socket.getInputStream();
                answer = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            } catch (Exception e) {
                answer = e.toString();
            }
            synchronized (this) {
                asking = 0;
                millis.add((System.nanoTime() - begin) / 1e6);
                if (!answer.startsWith("HTTP/1.1 " + expected)) {
                    failed++;
                    example = answer;
                }
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** @return whether all were answered well and within a second */
        synchronized boolean report() {
            if (asking != 0 && System.nanoTime() - asking > 1_000_000_000L) {
                millis.add((System.nanoTime() - asking) / 1e6);
                failed++;
                example = "still waiting";
            }
            List<Double> sorted = millis.stream().sorted().toList();
            double worst = sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() - 1);
            System.out.printf(Locale.ROOT, "  %s: %d asked, %d answered as they should, median %.1f ms, worst %.1f ms%s%n", name, sorted.size(),
                    sorted.size() - failed, sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2), worst, failed == 0 ? "" : "; for example " + example);
            boolean well = failed == 0 && worst < 1_000;
            millis.clear();
            failed = 0;
            return well;
        }
    }
}
