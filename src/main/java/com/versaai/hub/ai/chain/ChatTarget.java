package com.versaai.hub.ai.chain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One link of the chain.
 *
 * @param account  provider
 * @param model    its name for the model
 * @param fallback {@code model} or {@code provider} when it is not what was asked for, else null
 */
public record ChatTarget(String account, String model, String fallback) {

    /** Whom to ask for a model, in this order, none twice. */
    public static List<ChatTarget> chain(ChainSettings settings, String asked) {
        String usual = settings.accounts().get(0);
        Set<List<String>> seen = new LinkedHashSet<>();
        List<ChatTarget> chain = new ArrayList<>();
        add(chain, seen, new ChatTarget(usual, asked, null));
        settings.fallback().models().forEach(model -> add(chain, seen, new ChatTarget(usual, model, "model")));
        settings.fallback().providers().forEach(provider -> add(chain, seen,
                new ChatTarget(provider.account(), provider.model().isBlank() ? asked : provider.model(), "provider")));
        return chain;
    }

    private static void add(List<ChatTarget> chain, Set<List<String>> seen, ChatTarget target) {
        if (seen.add(List.of(target.account(), target.model()))) {
            chain.add(target);
        }
    }
}
