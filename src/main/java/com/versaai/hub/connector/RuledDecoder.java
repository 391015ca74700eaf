package com.versaai.hub.connector;

import com.versaai.hub.connector.FaultRule;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.ProviderAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reads an answer as another decoder does, and has a manifest's rules say what class it is of where one matches. */
record RuledDecoder(FaultDecoder decoder, List<FaultRule> rules) implements FaultDecoder {

    @Override
    public Fault decode(ProviderAnswer answer) {
        Fault fault = decoder.decode(answer);
        return rules.stream().filter(rule -> rule.matches(fault.status(), fault.code())).findFirst().map(rule -> ruled(fault, rule)).orElse(fault);
    }

    @Override
    public Fault decode(Throwable thrown) {
        return decoder.decode(thrown);
    }

    private static Fault ruled(Fault fault, FaultRule rule) {
        // What the provider itself says of the time goes before.
        Duration retryAfter = fault.retryAfter() == null ? rule.retryAfter() : fault.retryAfter();
        FaultClass faultClass = FaultClass.valueOf(rule.faultClass().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Fault(faultClass, fault.status(), fault.code(), fault.message(), retryAfter, fault.answer());
    }
}
