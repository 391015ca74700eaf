package com.versaai.hub.connector.slack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens as they stand in the database: {@code <id of the key>.<nonce and AES-GCM>}, bound to their row and column, so that neither an older
 * key nor another row's token passes for this one's.
 */
final class SlackTokenSeal {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;
    private static final int ID = 8;

    /** By id; the first seals. */
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();

    /** @throws IllegalStateException when one is no key */
    SlackTokenSeal(List<String> keys) {
        for (String key : keys) {
            byte[] bytes = bytes(key);
            this.keys.put(SlackCodes.hash(Base64.getEncoder().encodeToString(bytes)).substring(0, ID), new SecretKeySpec(bytes, "AES"));
        }
    }

    private static byte[] bytes(String key) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(key.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("hub.slack.oauth.keys holds something that is no base64");
        }
        if (bytes.length != KEY) {
            throw new IllegalStateException("a key of hub.slack.oauth.keys must be base64 of 32 bytes: openssl rand -base64 32");
        }
        return bytes;
    }

    /** @param place row and column */
    String seal(String text, String place) {
        String id = keys.keySet().iterator().next();
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = crypt(Cipher.ENCRYPT_MODE, keys.get(id), nonce, place, text.getBytes(StandardCharsets.UTF_8));
            return id + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** @throws IllegalStateException when the key it was sealed with is gone, or it was changed */
    String open(String sealed, String place) {
        int dot = sealed.indexOf('.');
        SecretKeySpec key = keys.get(sealed.substring(0, Math.max(0, dot)));
        if (key == null) {
            throw new IllegalStateException("hub.slack.oauth.keys lacks the key that a Slack token was sealed with: put it back behind the new one");
        }
        ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(sealed.substring(dot + 1)));
        byte[] nonce = new byte[NONCE];
        all.get(nonce);
        byte[] body = new byte[all.remaining()];
        all.get(body);
        try {
            return new String(crypt(Cipher.DECRYPT_MODE, key, nonce, place, body), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored Slack token was changed, or is of another row: install the app again");
        }
    }

    private static byte[] crypt(int mode, SecretKeySpec key, byte[] nonce, String place, byte[] content) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(content);
    }
}
