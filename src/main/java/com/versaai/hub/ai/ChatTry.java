package com.versaai.hub.ai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.gateway.ProblemException;
import java.util.List;

/** One request on its way along the chain. Belongs to the thread that serves it. */
final class ChatTry {

    private final ChatRequest request;
    private final List<ChatTarget> chain;
    private final long started;
    private final long deadline;
    private int link;
    private int attempts;
    private ChatFault fault;
    private ChatAnswer answer;
    private TokenStream stream;
    private ChatTarget source;
    private ProblemException refusal;

    /** How the cache was used: {@code hit}, {@code miss}, {@code off}. */
    private String cache = "off";
    private String key;
    private ChatPromise promise;
    private boolean settled;
    private RedactedChat hidden;
    /** Null when the request goes out as the caller's own. */
    private ObjectNode outgoing;
    private ChatDeposit deposit;

    ChatTry(ChatRequest request, List<ChatTarget> chain, long started, long deadline) {
        this.request = request;
        this.chain = chain;
        this.started = started;
        this.deadline = deadline;
    }

    ChatRequest request() {
        return request;
    }

    List<ChatTarget> chain() {
        return chain;
    }

    ChatTarget target() {
        return chain.get(link);
    }

    boolean exhausted() {
        return link >= chain.size();
    }

    int attempts() {
        return attempts;
    }

    void attempt() {
        attempts++;
    }

    /** The next link; one of another provider if so wished. */
    void next(boolean otherProvider) {
        String account = target().account();
        do {
            link++;
        } while (otherProvider && !exhausted() && target().account().equals(account));
        attempts = 0;
    }

    void giveUp() {
        link = chain.size();
    }

    /** Milliseconds until the deadline. */
    long left() {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    long elapsed() {
        return (System.nanoTime() - started) / 1_000_000;
    }

    ChatFault fault() {
        return fault;
    }

    void failed(ChatFault why) {
        fault = why;
    }

    ChatAnswer answer() {
        return answer;
    }

    void answered(ChatAnswer given) {
        answer = given;
    }

    TokenStream stream() {
        return stream;
    }

    /** Where the stream comes from. */
    ChatTarget source() {
        return source;
    }

    void streams(TokenStream opened, ChatTarget from) {
        stream = opened;
        source = from;
    }

    /** Why it was not let through, null when it was. */
    ProblemException refusal() {
        return refusal;
    }

    void refused(ProblemException why) {
        refusal = why;
    }

    boolean done() {
        return answer != null || stream != null;
    }

    String cache() {
        return cache;
    }

    String key() {
        return key;
    }

    /** Looked up and not found, or found. */
    void cached(String how, String under) {
        cache = how;
        key = under;
    }

    /** False the first time. */
    boolean settled() {
        boolean before = settled;
        settled = true;
        return before;
    }

    ChatPromise promise() {
        return promise;
    }

    /** Others wait for this one's answer. */
    void promises(ChatPromise made) {
        promise = made;
    }

    /** What was kept from providers, null when nothing was. */
    RedactedChat hidden() {
        return hidden;
    }

    /** @param request as it leaves the hub, apart from its model */
    void hides(RedactedChat values, ObjectNode request) {
        hidden = values;
        outgoing = request;
    }

    /** The request for the model that is to answer. */
    byte[] bytes() {
        String model = target().model();
        if (outgoing == null && request.sent() != null && model.equals(request.body().path("model").asText())) {
            return request.sent();
        }
        ObjectNode copy = ChatJson.MAPPER.createObjectNode();
        copy.setAll(outgoing == null ? request.body() : outgoing);
        return ChatJson.bytes(copy.put("model", model));
    }

    /** What it put down before it was let through, null when it did not have to. */
    ChatDeposit deposit() {
        return deposit;
    }

    void deposited(ChatDeposit made) {
        deposit = made;
    }
}
