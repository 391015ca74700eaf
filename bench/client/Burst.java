package bench;

import static bench.Report.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.sandbox.Effects;
import com.versaai.hub.sandbox.SimulatedProvider;
import com.versaai.hub.sandbox.SimulatorSettings;
import com.versaai.hub.sandbox.Simulators;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * i: a burst of the product's events at the shipped defaults with every connector on that has a simulator, whose limits are the providers' own: how
 * many calls are refused as too many, and when all of it has arrived.
 */
final class Burst {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "sandbox-api-key";
    private static final int TOO_MANY = 429;
    /** Switched off as shipped, for few have an account. */
    private static final List<String> OFF = List.of("dynamics", "pipedrive", "zoho");
    private static final Duration LONGEST = Duration.ofMinutes(30);
    /** By type: what it takes for every default route to have something to tell. %1$s: of the event's own. */
    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            "user.registered", "{'id':'u-%1$s','email':'%1$s@acme.example','name':'Ada Lovelace','source':'web'}",
            "payment.processed", "{'customerId':'cus_%1$s','amount':12345,'currency':'usd','paymentId':'pi_%1$s','plan':'pro'}",
            "user.subscription.changed", "{'customerId':'cus_%1$s','subscriptionId':'sub_%1$s','plan':'pro','status':'active','previousStatus':'trialing','change':'updated'}",
            "user.usage.threshold", "{'customerId':'cus_%1$s','metric':'tokens','used':92500,'limit':100000}",
            "support.ticket.created", "{'id':'T-%1$s','userId':'u-%1$s','email':'%1$s@acme.example','name':'Ada Lovelace','subject':'Help','message':'It does not work'}"));

    private final Settings settings;
    private final Report report;
    private final HttpClient http = HttpClient.newHttpClient();

    Burst(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    /** Hub arguments: simulators elsewhere, and what is off is on; nothing else is said. */
    static List<String> hubArguments(int simulatorPort) {
        List<String> arguments = new ArrayList<>(List.of("--hub.sandbox.simulators.enabled=false", "--hub.sandbox.providers-url=http://localhost:" + simulatorPort));
        OFF.forEach(name -> arguments.add("--hub.delivery.destinations." + name + ".enabled=true"));
        return arguments;
    }

    /** With the limits of the providers, and room for all that comes. */
    static Simulators simulators(int port) {
        return new Simulators(SimulatorSettings.onPort(port).withJournalEntries(0)).start();
    }

    void measure(Simulators simulators) throws Exception {
        List<String> ids = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        List<String> types = List.copyOf(TYPES.keySet());
        int count = settings.scaled(1000);
        String run = Long.toString(System.currentTimeMillis(), 36);
        for (int i = 0; i < count; i++) {
            String type = types.get(i % types.size());
            String own = run + "-" + i;
            ids.add("burst-" + own);
            bodies.add("{\"specversion\":\"1.0\",\"id\":\"burst-" + own + "\",\"source\":\"/versaai\",\"type\":\"" + type + "\",\"data\":"
                    + String.format(TYPES.get(type), own).replace('\'', '"') + '}');
        }
        Instant start = Instant.now();
        send(bodies);
        double accepted = seconds(start, Instant.now());
        Map<String, Integer> states = await(ids, start);
        report.row("i", "burst of events at the defaults", types.size() + " types in turn, 16 connections", count,
                text("accepted in %.1f s; by the hub's word: %s", accepted, states));
        long tooMany = 0;
        Instant last = start;
        for (SimulatedProvider provider : SimulatedProvider.values()) {
            long refused = simulators.effects().refused(provider);
            long requests = simulators.effects().requests(provider);
            if (requests == 0 && refused == 0) {
                continue;
            }
            long own = simulators.effects().refusals(provider).stream().filter(refusal -> refusal.status() == TOO_MANY).count();
            tooMany += own;
            Instant end = simulators.effects().of(provider).stream().map(Effects.Effect::time).max(Instant::compareTo).orElse(start);
            last = end.isAfter(last) ? end : last;
            report.row("i", provider.path(), "its own limits", requests, text("last one after %.1f s; %d refused, %d of the last %d as too many", seconds(start, end), refused, own, Math.min(refused, 100)));
        }
        report.row("i", "429 provoked; all delivered", "every simulator", count, text("%d; %.1f s after the first was sent", tooMany, seconds(start, last)));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    private void send(List<String> bodies) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> sent = new ArrayList<>();
            for (String body : bodies) {
                sent.add(threads.submit(() -> http.send(request("/api/v1/events").header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.discarding()).statusCode()));
            }
            for (Future<Integer> one : sent) {
                if (one.get() != 202) {
                    throw new IOException("an event was answered with " + one.get());
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    /** How many events there are of each state when none is under way any more. */
    private Map<String, Integer> await(List<String> ids, Instant start) throws Exception {
        Map<String, Integer> states = new TreeMap<>();
        Set<String> open = new LinkedHashSet<>(ids);
        while (!open.isEmpty()) {
            if (Duration.between(start, Instant.now()).compareTo(LONGEST) > 0) {
                states.put("still open", open.size());
                return states;
            }
            Thread.sleep(2000);
            // Accepted in their order, they are done about in it: the first that is not says that it is too early to ask about more.
            for (String id : List.copyOf(open)) {
                String state = state(id);
                if (state.equals("pending") || state.equals("parked")) {
                    break;
                }
                open.remove(id);
                states.merge(state, 1, Integer::sum);
            }
        }
        return states;
    }

    private String state(String id) throws Exception {
        HttpResponse<String> answer = http.send(request("/api/v1/events/" + id + "/timeline").GET().build(), HttpResponse.BodyHandlers.ofString());
        JsonNode events = answer.statusCode() == 200 ? JSON.readTree(answer.body()).path("events") : JSON.createArrayNode();
        return events.isEmpty() ? "pending" : events.get(0).path("state").asText("pending");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.port() + path)).timeout(Duration.ofSeconds(60)).header("X-API-Key", KEY);
    }
}
