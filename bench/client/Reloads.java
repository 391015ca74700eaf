package bench;

import static bench.Report.text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** f: from saving a route file to its being live, requests meanwhile, and what many reloads leave behind. */
final class Reloads {

    private static final String ROUTE = "routes/webhooks/Webhooks.java";
    private static final int RATE = 200;

    private final Settings settings;
    private final Report report;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private int edits;

    Reloads(Settings settings, Report report) throws IOException {
        this.settings = settings;
        this.report = report;
        this.folder = Files.createTempDirectory(settings.work(), "folder");
        for (String name : List.of("routes", "kamelets")) {
            try (Stream<Path> files = Files.walk(settings.hub().resolve(name))) {
                for (Path file : files.toList()) {
                    Path copy = folder.resolve(settings.hub().relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
        }
    }

    List<String> hubArguments() {
        return List.of("--hub.routes.directory=" + folder.resolve("routes"), "--hub.routes.kamelets=" + folder.resolve("kamelets"));
    }

    /** Saves the webhook's route once a second while webhooks come in. */
    void underLoad(HubProcess hub, Events events, int seconds) throws Exception {
        edit(hub); // the first one loads the compiler
        CompletableFuture<Load.Result> load = CompletableFuture.supplyAsync(() -> {
            try {
                return new Load(settings.port(), 32, seconds * 4 + 60).paced(i -> events.next("/webhooks/stripe"), seconds * RATE, RATE);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        List<Double> millis = new ArrayList<>();
        while (!load.isDone()) {
            millis.add(edit(hub));
            Thread.sleep(500);
        }
        Load.Result sent = load.get();
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        report.row("f", "save to live, the webhook's own route", RATE + " webhooks/s for " + seconds + " s", sorted.length,
                text("median %.0f ms, longest %.0f ms; %d of %d requests refused or lost", sorted[sorted.length / 2], sorted[sorted.length - 1],
                        sent.failed(), sent.count()));
    }

    /** Heap after a collection, threads, classes and meters before and after many reloads. */
    void many(HubProcess hub, int count) throws Exception {
        for (int i = 0; i < 20; i++) {
            edit(hub);
        }
        String before = left(hub);
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            millis[i] = edit(hub);
        }
        java.util.Arrays.sort(millis);
        report.row("f", "what many reloads leave behind", "no load", count, text("before %s; after %s; save to live median %.0f ms", before, left(hub),
                millis[count / 2]));
    }

    private String left(HubProcess hub) throws Exception {
        String jcmd = settings.javaHome().resolve("bin/jcmd").toString();
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(jcmd, Long.toString(hub.pid()), "GC.run").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor();
        }
        String meters = get("/actuator/prometheus");
        return text("heap %.0f MB, %.0f threads, %.0f classes, %d meters", value(meters, "jvm_memory_used_bytes\\{area=\"heap\".*") / 1e6,
                value(meters, "jvm_threads_live_threads"), value(meters, "jvm_classes_loaded_classes"),
                meters.lines().filter(line -> !line.startsWith("#")).count());
    }

    private static double value(String meters, String name) {
        double sum = 0;
        Matcher line = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(meters);
        while (line.find()) {
            sum += Double.parseDouble(line.group(1));
        }
        return sum;
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.port() + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Milliseconds from the rename to the hub's line that says it is live. */
    private double edit(HubProcess hub) throws IOException, InterruptedException {
        Path file = folder.resolve(ROUTE);
        long said = Files.size(hub.log());
        Path beside = Files.writeString(file.resolveSibling(".edit"), Files.readString(file).replaceAll("(?m)^// edit.*\\R?", "") + "// edit " + ++edits + "\n");
        long start = System.nanoTime();
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        while (!after(hub.log(), said).contains("Reloaded " + ROUTE)) {
            if (System.nanoTime() - start > 60_000_000_000L) {
                throw new IOException("not live after 60 s, see " + hub.log());
            }
            Thread.sleep(5);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static String after(Path log, long position) throws IOException {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(position);
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate((int) Math.max(0, channel.size() - position));
            channel.read(bytes);
            return new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
