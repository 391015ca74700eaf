package com.versaai.hub.sandbox;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins WireMock to the simulators: one request in, fault or simulator's answer out. */
final class SimulatedAnswers implements ResponseDefinitionTransformerV2 {

    static final String NAME = "simulated-provider";
    static final int HUGE = 10 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedAnswers.class);
    private static final String HTML = "<!DOCTYPE html>\n<html><head><title>%1$d</title></head>"
            + "<body><h1>%1$d</h1><p>The upstream server is not available.</p></body></html>\n";

    private final Map<SimulatedProvider, Simulator> simulators;
    private final Faults faults;
    private final DelayedAnswers delayed;
    private final Clock clock;

    SimulatedAnswers(Map<SimulatedProvider, Simulator> simulators, Faults faults, DelayedAnswers delayed, Clock clock) {
        this.simulators = simulators;
        this.faults = faults;
        this.delayed = delayed;
        this.clock = clock;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        LoggedRequest request = event.getRequest();
        String url = request.getUrl();
        int slash = url.indexOf('/', 1);
        SimulatedProvider provider = SimulatedProvider.of(url.substring(1, slash)).orElseThrow();
        Call call = call(request, url.substring(slash));
        try {
            Optional<FaultSpec> fault = faults.strike(provider, call.path());
            return fault.isPresent() ? hit(provider, call, fault.get())
                    : definition(simulators.get(provider).answer(call)).build();
        } catch (RuntimeException e) {
            LOG.error("The {} simulator failed; that is a fault of the sandbox, not of the caller", provider.path(), e);
            return definition(Answer.of(500, "text/plain", "the sandbox's " + provider.path() + " simulator failed, see the log")).build();
        }
    }

    static Call call(LoggedRequest request, String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String absolute = request.getAbsoluteUrl();
        String origin = absolute.substring(0, absolute.length() - request.getUrl().length());
        byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
        return new Call(request.getMethod().getName(), origin, path,
                Call.parameters(question < 0 ? "" : pathAndQuery.substring(question + 1)), request::getHeader, body);
    }

    private ResponseDefinition hit(SimulatedProvider provider, Call call, FaultSpec fault) {
        Simulator simulator = simulators.get(provider);
        boolean works = fault.afterEffect() || fault.kind() == FaultSpec.Kind.SLOW || fault.kind() == FaultSpec.Kind.DRIBBLE;
        Answer real = works ? simulator.answer(call) : null;
        ResponseDefinitionBuilder answer = switch (fault.kind()) {
            case ERROR -> definition(simulator.failure(call, status(fault, simulator.failureStatus(fault.error())), fault.error()));
            case SLOW, DRIBBLE -> definition(real);
            case RESET -> new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER);
            case BROKEN -> new ResponseDefinitionBuilder().withFault(Fault.MALFORMED_RESPONSE_CHUNK);
            case EMPTY -> definition(Answer.empty(status(fault, 200)));
            case HTML -> definition(Answer.of(status(fault, 502), "text/html; charset=utf-8", HTML.formatted(status(fault, 502))));
            case HUGE -> definition(new Answer(status(fault, 200), huge(), Map.of("Content-Type", "application/json")));
            case HANG -> definition(works ? real : simulator.failure(call, 503, null));
        };
        if (fault.retryAfter() != null && fault.kind() != FaultSpec.Kind.RESET && fault.kind() != FaultSpec.Kind.BROKEN) {
            answer.withHeader("Retry-After", retryAfter(fault));
        }
        if (fault.kind() == FaultSpec.Kind.HANG) {
            delayed.nextHangs(provider);
            answer.withFixedDelay(fault.hangSeconds() * 1000);
        } else if (fault.kind() == FaultSpec.Kind.DRIBBLE) {
            DribblingConnection.slowDown(Duration.ofMillis(fault.latencyMs()));
        } else if (fault.latencyMs() != null) {
            answer.withFixedDelay(fault.latencyMs());
        }
        return answer.build();
    }

    private static int status(FaultSpec fault, int otherwise) {
        return fault.status() == null ? otherwise : fault.status();
    }

    private String retryAfter(FaultSpec fault) {
        return fault.retryAfterAsDate()
                ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().plusSeconds(Long.parseLong(fault.retryAfter())).atOffset(ZoneOffset.UTC))
                : fault.retryAfter();
    }

    private static byte[] huge() {
        byte[] body = new byte[HUGE];
        Arrays.fill(body, (byte) 'x');
        byte[] start = "{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        body[HUGE - 2] = '"';
        body[HUGE - 1] = '}';
        return body;
    }

    private static ResponseDefinitionBuilder definition(Answer answer) {
        ResponseDefinitionBuilder builder = new ResponseDefinitionBuilder().withStatus(answer.status()).withBody(answer.body());
        answer.headers().forEach((name, value) -> builder.withHeader(name, value));
        if (answer.pace() != null) {
            builder.withChunkedDribbleDelay(answer.pace().pieces(), answer.pace().millis());
        }
        return builder;
    }
}
