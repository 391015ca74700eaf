package com.versaai.hub.sandbox;

import com.github.tomakehurst.wiremock.common.Errors;
import com.github.tomakehurst.wiremock.common.InvalidInputException;
import com.github.tomakehurst.wiremock.extension.StubLifecycleListener;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import java.util.List;

/** Stubs answer by themselves: one that would call somebody else, or run an extension, isn't taken, wherever it comes from. */
final class OwnStubsOnly implements StubLifecycleListener {

    private static final int CODE = 10;

    @Override
    public String getName() {
        return "own-stubs-only";
    }

    @Override
    public void beforeStubCreated(StubMapping stub) {
        check(stub);
    }

    @Override
    public void beforeStubEdited(StubMapping before, StubMapping after) {
        check(after);
    }

    private static void check(StubMapping stub) {
        if (stub.getResponse() == null) {
            return;
        }
        if (stub.getResponse().isProxyResponse()) {
            throw refused("proxyBaseUrl", "stubs don't pass requests on");
        }
        if (has(stub.getServeEventListeners()) || has(stub.getPostServeActions())) {
            throw refused("serveEventListeners, postServeActions", "stubs send no webhooks");
        }
        List<String> transformers = stub.getResponse().getTransformers();
        if (has(transformers) && !transformers.equals(List.of(SimulatedAnswers.NAME))) {
            throw refused("transformers", "answers of stubs are sent as they are");
        }
    }

    private static boolean has(List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static InvalidInputException refused(String member, String why) {
        return new InvalidInputException(Errors.singleWithDetail(CODE, "not allowed in the sandbox: " + member, why));
    }
}
