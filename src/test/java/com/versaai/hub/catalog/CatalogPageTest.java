package com.versaai.hub.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.versaai.hub.catalog.Catalog.Action;
import com.versaai.hub.catalog.Catalog.Destination;
import com.versaai.hub.catalog.Catalog.Kamelet;
import com.versaai.hub.catalog.Catalog.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a browser, with the policy the hub sends along, and a hub with long and with hostile names. */
class CatalogPageTest {

    /** As in {@code SecurityChains}; that the hub sends it is in {@link CatalogTest}. */
    private static final String POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; "
            + "base-uri 'none'; form-action 'self'";
    private static final String HOSTILE = "<img src=x onerror=window.hit=1>\"'&";
    private static final String SMALLEST_LETTER = """
            Math.min(...[...document.querySelectorAll('body *')]
              .filter(one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim()) && one.getClientRects().length
                && !one.closest('title, script, style, defs'))
              .map(one => parseFloat(getComputedStyle(one).fontSize) * (one.ownerSVGElement ? one.getScreenCTM().a : 1)))""";

    @TempDir
    static Path folder;
    private static HttpServer server;
    private static Chromium browser;

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> installed = Chromium.installed();
        assumeTrue(installed.isPresent(), "no Chromium is installed");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/catalog", CatalogPageTest::answer);
        server.start();
        browser = Chromium.start(installed.get(), folder);
        browser.call("Page.enable", Map.of());
        browser.call("Page.addScriptToEvaluateOnNewDocument", Map.of("source",
                "window.refused = []; addEventListener('securitypolicyviolation', event => refused.push(event.violatedDirective));"
                + "window.faults = []; addEventListener('error', event => faults.push(event.message));"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    @BeforeEach
    void wide() {
        browser.size(1400, 900);
    }

    @ParameterizedTest
    @CsvSource({"1400, ''", "390, ''", "1400, #flow=notify-all", "390, #flow=notify-all", "1400, #flow=receive", "390, #flow=receive"})
    void everyLetterIsReadableAndThePageNoWiderThanTheWindow(int width, String hash) {
        browser.size(width, 844);
        show(hash);
        assertThat(browser.evaluate(SMALLEST_LETTER).asDouble()).isBetween(12.0, 20.0);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("refused.concat(faults)")).isEmpty();
    }

    @Test
    void theListSaysWhereEachFlowLeadsAndNothingIsDrawnBeforeOneIsChosen() {
        show("");
        assertThat(text("#flows")).contains("notify-all", "payment.processed", "→ a-destination-of-a-long-name-0, ", "slack", "POST /webhooks/stripe", "→ hub.events.*");
        assertThat(browser.evaluate("document.querySelector('#one').hidden").asBoolean()).isTrue();
        assertThat(browser.evaluate("document.querySelectorAll('svg').length").asInt()).isZero();
        browser.evaluate("[...document.querySelectorAll('#flows a')].find(one => one.textContent === 'notify-all').click()");
        drawn("notify-all");
        assertThat(browser.evaluate("document.querySelector('#flows').hidden").asBoolean()).isTrue();
        browser.evaluate("const choose = document.querySelector('#choose'); choose.value = 'receive'; choose.dispatchEvent(new Event('change'))");
        drawn("receive");
        browser.evaluate("history.back()");
        drawn("notify-all");
    }

    @Test
    void aSearchAndEnterOpenAFlow() {
        show("");
        assertThat(browser.evaluate("document.querySelector('#flows details').open").asBoolean()).isFalse();
        browser.evaluate("const box = document.querySelector('#search'); box.focus(); box.value = 'timer:tick'; box.dispatchEvent(new Event('input'))");
        assertThat(text("#flows tbody tr:not([hidden]) code")).isEqualTo("tick");
        browser.press("Enter");
        drawn("tick");
    }

    @Test
    void aLinkToNoFlowSaysSo() {
        show("#flow=nobody%");
        Awaitility.await().untilAsserted(() -> assertThat(text("#failed")).isEqualTo("There is no flow nobody%."));
        assertThat(browser.evaluate("document.querySelector('#flows').hidden").asBoolean()).isFalse();
    }

    @Test
    void keysZoomAndMoveThePicture() {
        browser.size(700, 700);
        show("#flow=notify-all");
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("flow");
        double usual = width();
        browser.press("+");
        assertThat(width()).isCloseTo(usual * 1.25, offset(1.0));
        browser.press("-");
        browser.press("-");
        assertThat(width()).isCloseTo(usual / 1.25, offset(1.0));
        browser.press("0");
        assertThat(width()).isEqualTo(usual);
        browser.press("ArrowRight");
        assertThat(browser.evaluate("document.querySelector('#flow').scrollLeft").asInt()).isEqualTo(60);
        browser.evaluate("document.querySelector('#in').click()");
        assertThat(text("#scale")).isEqualTo("125 %");
    }

    @Test
    void theWheelWithCtrlZoomsAndTheMouseDrags() {
        browser.size(700, 700);
        show("#flow=notify-all");
        JsonNode area = browser.evaluate("(({x, y}) => ({x, y}))(document.querySelector('#flow').getBoundingClientRect())");
        int x = area.get("x").asInt() + 200;
        int y = area.get("y").asInt() + 8;
        browser.mouse("mousePressed", x, y, Map.of("button", "left", "buttons", 1));
        browser.mouse("mouseMoved", x - 100, y, Map.of("button", "left", "buttons", 1));
        browser.mouse("mouseReleased", x - 100, y, Map.of("button", "left"));
        assertThat(browser.evaluate("document.querySelector('#flow').scrollLeft").asInt()).isEqualTo(100);
        double usual = width();
        browser.mouse("mouseWheel", x, y, Map.of("deltaX", 0, "deltaY", -100, "modifiers", 2));
        Awaitility.await().untilAsserted(() -> assertThat(width()).isGreaterThan(usual * 1.1));
    }

    @Test
    void focusShowsAndEnterLeadsFromABoxToItsRow() {
        show("#flow=notify-all");
        browser.press("+");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('#flow')).outlineStyle").asText()).isEqualTo("solid");
        browser.evaluate("document.querySelector('#flow [data-id=\"route:notify-all\"]').focus()");
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('#flow [data-id=\"route:notify-all\"] rect')).outlineStyle").asText())
                .isEqualTo("solid");
        browser.press("Enter");
        assertThat(browser.evaluate("document.querySelector(':target').id").asText()).isEqualTo("route:notify-all");
        assertThat(browser.evaluate("document.querySelector('#one').hidden").asBoolean()).isFalse();
    }

    @Test
    void columnsAreCalledAfterWhatIsInThem() {
        show("");
        assertThat(texts("#kamelets td th")).startsWith("Name", "Type", "Default", "Meaning");
        assertThat(texts("#destinations td th")).startsWith("Action", "Planned by", "Why", "Mapping");
        assertThat(texts("#flows th")).startsWith("Flow", "Set off by", "Leads to");
    }

    @Test
    void hostileNamesAreText() {
        show("#flow=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8).replace("+", "%20"));
        drawn(HOSTILE);
        assertThat(text("#flow")).contains(HOSTILE);
        assertThat(text("#routes")).contains(HOSTILE);
        assertThat(browser.evaluate("document.querySelectorAll('img').length").asInt()).isZero();
        assertThat(browser.evaluate("window.hit === undefined").asBoolean()).isTrue();
    }

    private static void show(String hash) {
        browser.call("Page.navigate", Map.of("url", "about:blank"));
        browser.call("Page.navigate", Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/catalog" + hash));
        Awaitility.await().untilAsserted(() -> assertThat(text("#operations")).contains("receive"));
        if (hash.matches("#flow=[\\w-]+")) {
            drawn(hash.substring(6));
        }
    }

    private static void drawn(String flow) {
        Awaitility.await().untilAsserted(() -> {
            assertThat(text("#name")).isEqualTo(flow);
            assertThat(text("#flow svg")).contains(flow);
        });
    }

    private static double width() {
        return browser.evaluate("document.querySelector('#flow svg').getBoundingClientRect().width").asDouble();
    }

    private static String text(String selector) {
        return browser.evaluate("(one => one ? one.textContent : '')(document.querySelector(" + quoted(selector) + "))").asText();
    }

    private static List<String> texts(String selector) {
        List<String> texts = new ArrayList<>();
        browser.evaluate("[...document.querySelectorAll(" + quoted(selector) + ")].map(one => one.textContent)").forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\\\"") + '"';
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String file = exchange.getRequestURI().getPath().replaceFirst("^/catalog/?", "");
        String query = exchange.getRequestURI().getRawQuery();
        byte[] body = body(file.isEmpty() ? "index.html" : file, query == null ? "" : URLDecoder.decode(query.substring(5), StandardCharsets.UTF_8));
        String type = Map.of("js", "text/javascript", "css", "text/css", "svg", "image/svg+xml", "json", "application/json")
                .getOrDefault(file.replaceFirst(".*\\.", ""), "text/html");
        exchange.getResponseHeaders().add("Content-Type", type + ";charset=utf-8");
        exchange.getResponseHeaders().add("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().add("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
        if (body != null) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static byte[] body(String file, String flow) throws IOException {
        Catalog catalog = hub();
        return switch (file) {
            case "data.json" -> new ObjectMapper().writeValueAsBytes(catalog);
            case "flows.json" -> new ObjectMapper().writeValueAsBytes(Flows.of(catalog).list());
            case "flow.svg" -> Flows.of(catalog).graph(flow).map(FlowSvg::of).map(svg -> svg.getBytes(StandardCharsets.UTF_8)).orElse(null);
            default -> {
                try (InputStream page = CatalogPageTest.class.getResourceAsStream("/catalog/" + file)) {
                    yield page == null ? null : page.readAllBytes();
                }
            }
        };
    }

    private static Catalog hub() {
        SmallHub hub = SmallHub.whole().route(HOSTILE, List.of("timer:" + HOSTILE), List.of("hub.inbox"), List.of());
        List<String> queues = IntStream.range(0, 9).mapToObj(n -> "a-destination-of-a-long-name-" + n).toList();
        queues.forEach(name -> hub.destination(name, true)
                .route(name + "-deliver", List.of("hub.deliveries." + name), List.of("direct:" + name), List.of("direct:given-up"))
                .route(name + "-attempt", List.of("direct:" + name), List.of(), List.of()).kamelet(name + "-message-sink", true, name + "-attempt"));
        List<String> all = new ArrayList<>(queues.stream().map(name -> "hub.deliveries." + name).toList());
        all.add("hub.deliveries.slack");
        Catalog made = hub.route("notify-all", List.of("hub.events.payment.processed", "hub.events.integration.failed"), all, List.of()).catalog();
        String mapping = "routes/connectors/of-a-very-long-name/payment-of-a-very-long-name.jq";
        List<Kamelet> kamelets = new ArrayList<>(made.kamelets());
        kamelets.add(new Kamelet("long-sink", "sink", HOSTILE, "what it does ".repeat(20), false, List.of(new Parameter("connectTimeout", null, "integer",
                false, "2000", "Milliseconds until a connection must stand.", false)), List.of("notify-all"), List.of()));
        List<Destination> destinations = new ArrayList<>(made.destinations());
        destinations.add(new Destination("crm", "crm", true, true, "hub.deliveries.crm", null,
                List.of(new Action("opportunity", "notify-all", "payment processed", mapping, false)), "CLOSED"));
        return new Catalog(made.routes(), kamelets, made.eventTypes(), destinations, made.operations(), made.beans());
    }
}
