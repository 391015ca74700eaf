package com.versaai.hub.ai.chain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.ai.budget.ChatDeposit;
import com.versaai.hub.ai.redaction.RedactedChat;
import com.versaai.hub.ai.request.ChatJson;
import com.versaai.hub.ai.request.ChatRequest;
import com.versaai.hub.ai.stream.TokenStream;
import com.versaai.hub.gateway.ProblemException;
import java.util.List;

/** One request on its way along the chain. Belongs to the thread that serves it. */
public final class ChatTry {

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
    private String cache = "off";
    private String key;
    private ChatPromise promise;
    private boolean settled;
    private RedactedChat hidden;
    /** Null when the request goes out as the caller's own. */
    private ObjectNode outgoing;
    private ChatDeposit deposit;

    /**
     * Nobody has been asked yet.
     *
     * @param chain   who is asked, in this order
     * @param started by {@link System#nanoTime}, as is the deadline
     */
    public ChatTry(ChatRequest request, List<ChatTarget> chain, long started, long deadline) {
        this.request = request;
        this.chain = chain;
        this.started = started;
        this.deadline = deadline;
    }

    /** What is asked. */
    public ChatRequest request() {
        return request;
    }

    /** Who is asked, in this order. */
    public List<ChatTarget> chain() {
        return chain;
    }

    /** Who is asked now; there is one unless it is {@link #exhausted}. */
    public ChatTarget target() {
        return chain.get(link);
    }

    /** Whether nobody is left to be asked. */
    public boolean exhausted() {
        return link >= chain.size();
    }

    /** Calls to the present target. */
    public int attempts() {
        return attempts;
    }

    /** One more of them. */
    public void attempt() {
        attempts++;
    }

    /** The next link; one of another provider if so wished. */
    public void next(boolean otherProvider) {
        String account = target().account();
        do {
            link++;
        } while (otherProvider && !exhausted() && target().account().equals(account));
        attempts = 0;
    }

    /** Asks nobody any more. */
    public void giveUp() {
        link = chain.size();
    }

    /** Milliseconds until the deadline. */
    public long left() {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    /** Milliseconds since it came. */
    public long elapsed() {
        return (System.nanoTime() - started) / 1_000_000;
    }

    /** Why the last attempt failed, null when none did. */
    public ChatFault fault() {
        return fault;
    }

    /** An attempt failed. */
    public void failed(ChatFault why) {
        fault = why;
    }

    /** Null when there is none, or it is a stream. */
    public ChatAnswer answer() {
        return answer;
    }

    /** Somebody has answered. */
    public void answered(ChatAnswer given) {
        answer = given;
    }

    /** Null when there is none, or the answer is whole. */
    public TokenStream stream() {
        return stream;
    }

    /** Where the stream comes from. */
    public ChatTarget source() {
        return source;
    }

    /** Somebody has begun to answer. */
    public void streams(TokenStream opened, ChatTarget from) {
        stream = opened;
        source = from;
    }

    /** Why it was not let through, null when it was. */
    public ProblemException refusal() {
        return refusal;
    }

    /** It is not let through. */
    public void refused(ProblemException why) {
        refusal = why;
    }

    /** Whether there is an answer, or its beginning. */
    public boolean done() {
        return answer != null || stream != null;
    }

    /** How the cache was used: {@code hit}, {@code miss}, {@code off}. */
    public String cache() {
        return cache;
    }

    /** Its name in the cache, null when it was not looked up. */
    public String key() {
        return key;
    }

    /** Looked up and not found, or found. */
    public void cached(String how, String under) {
        cache = how;
        key = under;
    }

    /** False the first time. */
    public boolean settled() {
        boolean before = settled;
        settled = true;
        return before;
    }

    /** What others wait for, null when nobody can. */
    public ChatPromise promise() {
        return promise;
    }

    /** Others wait for this one's answer. */
    public void promises(ChatPromise made) {
        promise = made;
    }

    /** What was kept from providers, null when nothing was. */
    public RedactedChat hidden() {
        return hidden;
    }

    /**
     * What goes out is not what was asked.
     *
     * @param request as it leaves the hub, apart from its model
     */
    public void hides(RedactedChat values, ObjectNode request) {
        hidden = values;
        outgoing = request;
    }

    /** The request for the model that is to answer. */
    public byte[] bytes() {
        String model = target().model();
        if (outgoing == null && request.sent() != null && model.equals(request.body().path("model").asText())) {
            return request.sent();
        }
        ObjectNode copy = ChatJson.MAPPER.createObjectNode();
        copy.setAll(outgoing == null ? request.body() : outgoing);
        return ChatJson.bytes(copy.put("model", model));
    }

    /** What it put down before it was let through, null when it did not have to. */
    public ChatDeposit deposit() {
        return deposit;
    }

    /** It was let through. */
    public void deposited(ChatDeposit made) {
        deposit = made;
    }
}
