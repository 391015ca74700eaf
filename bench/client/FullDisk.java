package bench;

import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills the disk under a hub while webhooks come, makes room again, and looks whether everything that was answered with 2xx has
 * been delivered. Started by bench/full-disk, which makes the small disk. A hub that ends is started again, as a supervisor does.
 */
public final class FullDisk {

    private static final int RATE = 40;
    private static final int FULL_SECONDS = 20;

    private final Settings settings;
    private final Path data;
    private final int leave = Integer.getInteger("bench.leave");
    private final List<String> arguments;
    private final Events events = new Events("fulldk", "payment_intent.succeeded");
    private final BitSet accepted = new BitSet();
    private int refused;
    private int unanswered;
    private int restarts;
    private HubProcess hub;

    private FullDisk(Settings settings, Path data) {
        this.settings = settings;
        this.data = data;
        this.arguments = new ArrayList<>(Pipeline.hubArguments(settings.port() + 2));
        arguments.addAll(settings.hubArguments());
    }

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.fromSystem();
        new FullDisk(settings, Path.of(args[0])).run();
    }

    private void run() throws Exception {
        try (Pipeline pipeline = new Pipeline(settings.port() + 2)) {
            hub = HubProcess.start(settings, data, null, arguments);
            try {
                hub.ready();
                send(10);
                tell("before");
                Path filler = data.resolveSibling("filler");
                fill(filler);
                send(FULL_SECONDS);
                fill(filler); // what was freed meanwhile too
                send(FULL_SECONDS);
                tell("full");
                Files.delete(filler);
                send(20);
                tell("room again");
                await(pipeline);
            } finally {
                hub.close();
            }
        }
    }

    private void tell(String when) {
        System.out.printf("%-11s accepted %d, refused %d, unanswered %d, hub started again %d times, %d MB free%n", when, accepted.cardinality(), refused,
                unanswered, restarts, data.toFile().getUsableSpace() >> 20);
    }

    /** To the last byte, or but for so many MB. */
    private void fill(Path filler) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            while (leave == 0 || data.toFile().getUsableSpace() >> 20 > leave) {
                out.write(block);
            }
        } catch (IOException e) {
            System.out.println("filled: " + e.getMessage());
        }
    }

    private void send(int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < seconds * RATE; i++) {
            long due = start + i * 1_000_000_000L / RATE;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            one();
            if (!hub.isAlive()) {
                again();
            }
        }
    }

    /** A full disk may keep it from starting; then it is tried again, as any supervisor does. */
    private void again() throws IOException, InterruptedException {
        restarts++;
        hub.close();
        hub = HubProcess.start(settings, data, null, arguments);
    }

    private void one() {
        int number = events.made();
        byte[] request = events.next("/webhooks/stripe");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), settings.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(request);
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            if (status.startsWith("HTTP/1.1 2")) {
                accepted.set(number);
            } else if (status.isEmpty()) {
                unanswered++;
            } else {
                refused++;
            }
        } catch (IOException e) {
            unanswered++;
        }
    }

    private void await(Pipeline pipeline) throws IOException, InterruptedException {
        long until = System.nanoTime() + 120_000_000_000L;
        BitSet missing;
        do {
            Thread.sleep(1000);
            missing = (BitSet) accepted.clone();
            for (SimulatedProvider provider : Pipeline.DESTINATIONS) {
                BitSet there = new BitSet();
                for (Effects.Effect effect : pipeline.simulators().effects().of(provider)) {
                    int number = events.numberIn(effect.key() + ' ' + effect.body());
                    if (number >= 0) {
                        there.set(number);
                    }
                }
                BitSet lost = (BitSet) accepted.clone();
                lost.andNot(there);
                missing = provider == Pipeline.DESTINATIONS.get(0) ? lost : or(missing, lost);
            }
        } while (!missing.isEmpty() && System.nanoTime() < until);
        tell("at the end");
        System.out.println(missing.isEmpty() ? "everything accepted was delivered to " + Pipeline.DESTINATIONS.size() + " destinations"
                : "LOST " + missing.cardinality() + ": " + missing);
        if (!missing.isEmpty()) {
            System.exit(1);
        }
    }

    private static BitSet or(BitSet one, BitSet other) {
        one.or(other);
        return one;
    }
}
