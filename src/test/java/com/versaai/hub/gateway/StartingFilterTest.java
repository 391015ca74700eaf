package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StartingFilterTest {

    private final ApplicationAvailability availability = mock(ApplicationAvailability.class);
    private Optional<String> refusal = Optional.empty();
    private final StartingFilter filter = new StartingFilter(availability, () -> refusal, new Problems());

    @BeforeEach
    void ready() {
        when(availability.getReadinessState()).thenReturn(ReadinessState.ACCEPTING_TRAFFIC);
    }

    private MockHttpServletResponse answer(String method) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest(method, "/webhooks/stripe"), response, new MockFilterChain());
        return response;
    }

    @Test
    void letsThroughWhatComesToAReadyHub() throws Exception {
        assertThat(answer("POST").getStatus()).isEqualTo(200);
    }

    @Test
    void answers503WhileTheHubStarts() throws Exception {
        when(availability.getReadinessState()).thenReturn(ReadinessState.REFUSING_TRAFFIC);

        assertThat(answer("POST").getStatus()).isEqualTo(503);
        assertThat(answer("GET").getContentAsString()).contains("/unavailable");
    }

    @Test
    void takesNothingWhileThereIsNoRoomAndAnswersWhoOnlyReads() throws Exception {
        refusal = Optional.of("The disk is full.");
        when(availability.getReadinessState()).thenReturn(ReadinessState.REFUSING_TRAFFIC);

        for (String writing : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
            MockHttpServletResponse refused = answer(writing);
            assertThat(refused.getStatus()).as(writing).isEqualTo(503);
            assertThat(refused.getHeader("Retry-After")).isEqualTo("60");
            assertThat(refused.getContentAsString()).contains("/disk-full", "The disk is full.");
        }
        assertThat(answer("GET").getStatus()).isEqualTo(200);
    }
}
