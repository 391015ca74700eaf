package com.versaai.hub.verification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * HubSpot's older signatures: SHA-256 over secret and body (v1), or secret, method, URL and body (v2), in hex. They say no time,
 * so that a replay can't be told; v3 can ({@link HmacForm#HUBSPOT_V3}).
 */
final class HubspotDigest implements Check {

    static final String SIGNATURE = "x-hubspot-signature";
    static final String VERSION = "x-hubspot-signature-version";
    static final Set<String> HEADERS = Set.of(SIGNATURE, VERSION);

    private final List<byte[]> secrets;
    private final String version;
    private final URI publicUrl;

    private HubspotDigest(List<byte[]> secrets, String version, URI publicUrl) {
        this.secrets = secrets;
        this.version = version;
        this.publicUrl = publicUrl;
    }

    static HubspotDigest v1(List<byte[]> secrets) {
        return new HubspotDigest(secrets, "v1", null);
    }

    static HubspotDigest v2(List<byte[]> secrets, URI publicUrl) {
        return new HubspotDigest(secrets, "v2", publicUrl);
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        String text = request.required(SIGNATURE);
        String sent = request.optional(VERSION);
        byte[] signature = Encoding.HEX.read(text);
        if (signature.length != HmacKey.Algorithm.SHA256.length() || sent != null && !sent.equals(version)) {
            throw RefusedException.malformed();
        }
        boolean match = false;
        for (byte[] secret : secrets) {
            match |= MessageDigest.isEqual(signature, digest(secret, request));
        }
        return match ? Verdict.OK : Verdict.WRONG_SIGNATURE;
    }

    private byte[] digest(byte[] secret, SignedRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            if (publicUrl != null) {
                digest.update((request.method() + request.url(publicUrl)).getBytes(StandardCharsets.UTF_8));
            }
            return digest.digest(request.body());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
