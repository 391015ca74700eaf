package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.reload.RouteGate;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.SecurityFilterChain;

/** Where in the hub's own filter chains requests are held while routes are swapped. */
class SwapFilterTest extends BorderCase {

    @Autowired
    private List<SecurityFilterChain> chains;
    @Autowired
    private RouteGate gate;

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/stripe", "/api/v1/events", "/v1/chat/completions"})
    void whoStillSendsIsNotInside(String path) throws Exception {
        List<Integer> whileSending = new ArrayList<>();
        List<Integer> atTheRoute = new ArrayList<>();
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path) {
            @Override
            public ServletInputStream getInputStream() {
                whileSending.add(gate.inside());
                return super.getInputStream();
            }
        };
        request.setServletPath(path);
        request.addHeader(ApiKeyFilter.HEADER, "sandbox-api-key");
        request.setContent("{}".getBytes());
        MockHttpServletResponse response = new MockHttpServletResponse();
        HttpServlet route = new HttpServlet() {
            @Override
            protected void service(HttpServletRequest received, HttpServletResponse answer) {
                atTheRoute.add(gate.inside());
            }
        };

        FilterChain chain = new MockFilterChain(route, filters(request));
        chain.doFilter(request, response);

        assertThat(response.getStatus()).as(response.getContentAsString()).isEqualTo(200);
        assertThat(whileSending).isNotEmpty().containsOnly(0);
        assertThat(atTheRoute).containsExactly(1);
        assertThat(gate.inside()).isZero();
    }

    private Filter[] filters(HttpServletRequest request) {
        return chains.stream().filter(chain -> chain.matches(request)).findFirst().orElseThrow().getFilters().toArray(Filter[]::new);
    }
}
