package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

/** The bounds on slow peers, and what is counted how. */
class SlowRequestsTest {

    private final List<String> gone = new ArrayList<>();

    private final class Peer extends SlowExchange {

        private final String name;
        private final MockHttpServletRequest request;

        Peer(SlowRequests register, String address, String name) {
            this(register, from(address), name);
            SlowExchange.leftFilters(request);
        }

        Peer(SlowRequests register, MockHttpServletRequest request, String name) {
            super(register, request, null);
            this.request = request;
            this.name = name;
            register.enter(this);
        }

        @Override
        void giveUp() {
            if (end()) {
                gone.add(name);
            }
        }
    }

    private static MockHttpServletRequest from(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return request;
    }

    /** Filters set headers on their way back: another thread's refusal at the same time broke them, and the next answer of the connection. */
    @Test
    void whoseThreadIsStillInItsFiltersGoesWhenItHasLeft() {
        SlowRequests register = new SlowRequests(10, 1, 1000);
        MockHttpServletRequest inside = from("a");
        new Peer(register, inside, "inside");
        new Peer(register, "a", "next");
        assertThat(register.count()).as("its place is given away").isEqualTo(1);
        assertThat(gone).isEmpty();

        SlowExchange.leftFilters(inside);

        assertThat(gone).containsExactly("inside");
        SlowExchange.leftFilters(inside);
        assertThat(gone).hasSize(1);
    }

    @Test
    void theOldestOfAnAddressGoesFirst() {
        SlowRequests register = new SlowRequests(10, 2, 1000);
        new Peer(register, "other", "other");
        new Peer(register, "a", "first");
        Peer second = new Peer(register, "a", "second");
        new Peer(register, "a", "third");
        assertThat(gone).containsExactly("first");
        second.end();
        new Peer(register, "a", "fourth");
        assertThat(gone).containsExactly("first");
        assertThat(register.count()).isEqualTo(3);
        assertThat(register.evicted()).isEqualTo(1);
    }

    @Test
    void theOldestOfAllGoesWhenThereAreTooMany() {
        SlowRequests register = new SlowRequests(3, 3, 1000);
        for (int i = 0; i < 7; i++) {
            new Peer(register, "address " + i % 4, "p" + i);
        }
        assertThat(gone).containsExactly("p0", "p1", "p2", "p3");
        assertThat(register.count()).isEqualTo(3);
    }

    @Test
    void memoryIsGivenBackWithTheOneThatHeldIt() {
        SlowRequests register = new SlowRequests(10, 10, 1000);
        Peer first = new Peer(register, "a", "first");
        register.weigh(first, 600);
        Peer second = new Peer(register, "b", "second");
        register.weigh(second, 300);
        register.weigh(second, 101);
        register.makeRoom();
        assertThat(gone).containsExactly("first");
        assertThat(register.bytes()).isEqualTo(401);
        register.weigh(first, 5000);
        assertThat(register.bytes()).as("it is over").isEqualTo(401);
        second.end();
        second.end();
        assertThat(register.bytes()).isZero();
    }

    @Test
    void aBodyTakesWhatHasComeNotWhatWasAnnounced() throws IOException {
        BodyBuffer announced = new BodyBuffer(1_000_000, 1 << 20);
        assertThat(announced.capacity()).isLessThanOrEqualTo(8192);
        announced.readFrom(new ByteArrayInputStream(new byte[1]));
        assertThat(announced.capacity()).isLessThanOrEqualTo(8192);
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int length : new int[] {1, 511, 8192, 8193, 100_000, 1 << 20}) {
            byte[] body = new byte[length];
            random.nextBytes(body);
            for (int expected : new int[] {0, length}) {
                BodyBuffer buffer = new BodyBuffer(expected, 1 << 20);
                ByteArrayInputStream in = new ByteArrayInputStream(body);
                while (!buffer.isWhole() && buffer.readFrom(in) >= 0) {
                    assertThat(buffer.capacity()).isLessThanOrEqualTo(Math.max(16384, 2 * (length - in.available())));
                }
                assertThat(buffer.toBytes()).isEqualTo(body);
                assertThat(buffer.isTooLarge()).isFalse();
            }
        }
        BodyBuffer full = new BodyBuffer(0, 10);
        ByteArrayInputStream eleven = new ByteArrayInputStream(new byte[11]);
        while (!full.isTooLarge()) {
            full.readFrom(eleven);
        }
    }

    @Test
    void aStreamHasSoMuchPatienceInAll() throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        SlowRequests none = new SlowRequests(1, 1, 1);
        OutputStream prompt = new Answers(none, 60_000).patient(taken);
        for (int i = 0; i < 10_000; i++) {
            prompt.write(new byte[100]);
            prompt.flush();
        }
        assertThat(taken.size()).isEqualTo(1_000_000);
        OutputStream late = new Answers(none, 0).patient(taken);
        assertThatThrownBy(() -> late.write(new byte[100])).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void fieldsOfAFormAreParametersBehindThoseOfTheQuery() {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/login");
        request.setContentType("application/x-www-form-urlencoded; charset=utf-8");
        request.setParameter("a", "query");
        assertThat(FormRequest.isForm(request)).isTrue();
        FormRequest form = new FormRequest(request, "a=1+%C3%BC&b&=x&c=%3D&a=2".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(form.getParameterValues("a")).containsExactly("query", "1 ü", "2");
        assertThat(form.getParameter("a")).isEqualTo("query");
        assertThat(form.getParameter("b")).isEmpty();
        assertThat(form.getParameter("c")).isEqualTo("=");
        assertThat(form.getParameterMap()).containsOnlyKeys("a", "b", "c");
        assertThat(new FormRequest(request, "x=1&".repeat(5000).getBytes()).getParameterValues("x")).hasSizeLessThanOrEqualTo(100);
        assertThatThrownBy(() -> new FormRequest(request, "a=%zz".getBytes())).isInstanceOf(ProblemException.class);
        request.setContentType("application/json");
        assertThat(FormRequest.isForm(request)).isFalse();
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        DataSize megabyte = DataSize.ofMegabytes(1);
        assertThatThrownBy(() -> new GatewaySettings.Slow(10, 11, megabyte)).hasMessageContaining("per-address");
        assertThatThrownBy(() -> new GatewaySettings.Slow(0, 0, megabyte)).hasMessageContaining("1 or more");
        GatewaySettings.Slow slow = new GatewaySettings.Slow(10, 10, megabyte);
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> settings(DataSize.ofMegabytes(2), second, slow)).hasMessageContaining("slow.memory");
        assertThatThrownBy(() -> settings(megabyte, Duration.ofSeconds(-1), slow)).hasMessageContaining("timeout");
        settings(megabyte, second, slow);
    }

    private static GatewaySettings settings(DataSize body, Duration timeout, GatewaySettings.Slow slow) {
        GatewaySettings.Limit none = new GatewaySettings.Limit(0, 0);
        return new GatewaySettings(body, timeout, timeout, timeout, slow, List.of(), List.of(), List.of(), new GatewaySettings.Rate(none, none));
    }
}
