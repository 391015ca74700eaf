package com.versaai.hub.verification;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * HubSpot, whatever it signs with: v3 where a request carries it, else an older signature if one is allowed. A request whose v3 is wrong
 * or empty is judged by that alone: whoever could fall back to an older one would have a signature without a time, good for ever.
 */
final class HubspotSignature implements Check {

    /** Name of the parameter that allows older signatures: v1, v2, any. */
    static final String OLDER = "older";

    private static final String V2 = "v2";

    private final Check current;
    private final String older;
    private final Check first;
    private final Check second;

    /** @param older null for none */
    HubspotSignature(List<byte[]> secrets, Duration window, URI publicUrl, String older) {
        this.current = v3(secrets, window, publicUrl);
        this.older = older;
        this.first = HubspotDigest.v1(secrets);
        this.second = HubspotDigest.v2(secrets, publicUrl);
    }

    static Check v3(List<byte[]> secrets, Duration window, URI publicUrl) {
        return new HmacSignature(HmacForm.HUBSPOT_V3, secrets, window, request -> HmacForm.hubspotUrl(request.url(publicUrl)));
    }

    /** Those that are read. */
    static Set<String> headers(Map<String, String> parameters) {
        Set<String> headers = new TreeSet<>(HmacForm.HUBSPOT_V3.headers());
        if (parameters.containsKey(OLDER)) {
            headers.addAll(HubspotDigest.HEADERS);
        }
        return headers;
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        if (older == null || request.headers().get(HmacForm.HUBSPOT_V3.header()) != null) {
            return current.judge(request, now);
        }
        // "any" goes by what the request says, and without a word is v1, as before there was a second.
        boolean isSecond = older.equals(V2) || older.equals("any") && V2.equals(request.optional(HubspotDigest.VERSION));
        return (isSecond ? second : first).judge(request, now);
    }
}
