package com.versaai.hub.ai.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Answers that nobody can read in the store: AES-256-GCM with the entry's key as additional data, so that an answer moved under
 * another key is as wrong as one that was tampered with. (Spring's AesBytesEncryptor takes no such data and has one lock for all.)
 */
final class SealedAnswers implements AnswerStore {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Once at the start; the same on all nodes, because the answers are. */
    private static final byte[] SALT = "versaai-hub/ai-cache/1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 600_000;

    private final AnswerStore store;
    private final SecretKey secret;
    private final SecureRandom random = new SecureRandom();

    SealedAnswers(AnswerStore store, String secret) {
        this.store = store;
        this.secret = derived(secret);
    }

    /** @throws IllegalStateException when what is there was not sealed under this key with this secret */
    @Override
    public byte[] get(String key) {
        byte[] sealed = store.get(key);
        if (sealed == null) {
            return null;
        }
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new IllegalStateException("not a sealed answer");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 1, NONCE_BYTES));
            return cipher.doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not sealed with this secret under this key", e);
        }
    }

    @Override
    public void put(String key, byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce)).doFinal(answer);
            store.put(key, ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length).put(VERSION).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, String key, GCMParameterSpec nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, secret, nonce);
        cipher.updateAAD(key.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static SecretKey derived(String secret) {
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(secret.toCharArray(), SALT, ROUNDS, 256)).getEncoded();
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        }
    }
}
