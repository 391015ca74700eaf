package com.versaai.hub.ai.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/** OpenAI's JSON, as the whole gateway reads and writes it. */
public final class ChatJson {

    private static final int DEEPEST = 200;
    private static final Set<String> NATURAL = Set.of("stop", "tool_calls", "function_call");

    /** Numbers keep their digits: what goes out is what came in. */
    public static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // By thread, as Jackson does it, a virtual one would make its own for each request.
                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                    // Interned names would keep whatever names callers and models invent.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true)).build();

    private ChatJson() {
    }

    /** A tree in UTF-8. */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** Whether a choice with this {@code finish_reason} came to its natural end. */
    public static boolean natural(JsonNode finishReason) {
        return finishReason.isTextual() && NATURAL.contains(finishReason.asText());
    }
}
