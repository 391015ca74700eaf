package com.versaai.hub.verification;

import com.versaai.hub.verification.SignedTemplate.Field;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Checks one HMAC in a header, of whatever {@link HmacForm}. */
final class HmacSignature implements Check {

    private final HmacForm form;
    private final List<HmacKey> keys;
    private final Freshness freshness;
    private final Function<SignedRequest, String> url;

    /**
     * @param window null when the form has no timestamp
     * @param url    the URL as it is signed; unused when the form signs none
     */
    HmacSignature(HmacForm form, List<byte[]> secrets, Duration window, Function<SignedRequest, String> url) {
        this.form = form;
        this.keys = secrets.stream().map(secret -> new HmacKey(form.algorithm(), secret)).toList();
        this.freshness = form.timestampHeader() == null ? null : new Freshness(form.unit(), window);
        this.url = url;
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        String text = request.required(form.header());
        String time = form.timestampHeader() == null ? null : request.required(form.timestampHeader());
        String id = form.idHeader() == null ? null : request.required(form.idHeader());
        byte[] signature = signature(text);
        long sent = time == null ? 0 : Freshness.read(time);
        if (!signed(signature, form.signed().fill(values(request, time, id)))) {
            return Verdict.WRONG_SIGNATURE;
        }
        return freshness == null ? Verdict.OK : freshness.judge(sent, now);
    }

    private byte[] signature(String text) throws RefusedException {
        if (!text.startsWith(form.prefix())) {
            throw RefusedException.malformed();
        }
        byte[] signature = form.encoding().read(text.substring(form.prefix().length()));
        if (signature.length != form.algorithm().length()) {
            throw RefusedException.malformed();
        }
        return signature;
    }

    private Map<Field, byte[]> values(SignedRequest request, String time, String id) throws RefusedException {
        Map<Field, byte[]> values = SignedTemplate.values();
        values.put(Field.BODY, request.body());
        if (form.signed().has(Field.METHOD)) {
            values.put(Field.METHOD, request.method().getBytes(StandardCharsets.UTF_8));
        }
        if (form.signed().has(Field.PATH)) {
            values.put(Field.PATH, request.path().getBytes(StandardCharsets.UTF_8));
        }
        if (form.signsUrl()) {
            values.put(Field.URL, url.apply(request).getBytes(StandardCharsets.UTF_8));
        }
        if (time != null) {
            values.put(Field.TIMESTAMP, SignedRequest.wire(time));
        }
        if (id != null) {
            values.put(Field.ID, SignedRequest.wire(id));
        }
        return values;
    }

    private boolean signed(byte[] signature, List<byte[]> pieces) {
        boolean match = false;
        for (HmacKey key : keys) {
            // No early exit: the time taken doesn't say which secret it was.
            match |= MessageDigest.isEqual(signature, key.sign(pieces));
        }
        return match;
    }
}
