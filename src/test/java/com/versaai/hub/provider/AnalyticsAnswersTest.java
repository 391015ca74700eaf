package com.versaai.hub.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A success without a body is known by its status, the one that the provider names. */
class AnalyticsAnswersTest {

    private final AnalyticsAnswers answers = new AnalyticsAnswers(new FaultClassifier(Clock.systemUTC(), destination -> Optional.empty()));

    private Fault fault(int status, String body, String promise) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(body);
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> answers.check(exchange, "acme", promise));
        return refused == null ? null : refused.fault();
    }

    @Test
    void aStatusAloneIsPromised() {
        assertThat(fault(202, null, "nothing=202")).isNull();
        assertThat(fault(202, " \n", "nothing=202")).isNull();
        assertThat(fault(204, "", "nothing")).isNull();
    }

    @Test
    void anotherStatusOrABodyLeavesInDoubt() {
        for (Fault fault : new Fault[] {fault(200, "", "nothing=202"), fault(204, "", "nothing=202"), fault(202, "", "nothing"),
            fault(202, "<html><title>Sign in</title></html>", "nothing=202"), fault(202, "{\"accepted\":true}", "nothing=202")}) {
            assertThat(fault).extracting(Fault::faultClass, Fault::code).containsExactly(FaultClass.IN_DOUBT, "unexpected_answer");
        }
        assertThat(fault(200, "<html></html>", "nothing=202").message()).contains("202 and an empty answer");
    }

    @Test
    void aRefusalInsideIsOne() {
        assertThat(fault(202, "{\"success\":false}", "nothing=202").faultClass()).isNotEqualTo(FaultClass.IN_DOUBT);
    }
}
