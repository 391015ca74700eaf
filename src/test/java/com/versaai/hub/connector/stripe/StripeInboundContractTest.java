package com.versaai.hub.connector.stripe;

import com.versaai.hub.inbound.InboundContract;
import java.nio.charset.StandardCharsets;

class StripeInboundContractTest extends InboundContract {

    @Override
    protected String body() {
        return new String(Fixtures.stripe("basil/payment_intent.succeeded"), StandardCharsets.UTF_8);
    }

    @Override
    protected String withoutBatches() {
        return "Stripe sends one event per request";
    }
}
