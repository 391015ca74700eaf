package com.versaai.hub.provider;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Texts that open something for a while, such as the address of a reply: sealed they can stand in events, queues and histories, whose
 * readers are not meant to use them. The key is of the account's webhook secrets, so every node of the hub opens them, after a restart
 * too, and nothing has to be kept. The same text is sealed the same, so that mapping a request twice gives the same event.
 *
 * <p>Bean {@code sealedTexts}. AES-GCM, whose nonce is a MAC of the text: the same nonce means the same text.
 */
public final class SealedTexts {

    private static final String PREFIX = "sealed.";
    private static final Pattern FORM = Pattern.compile("sealed\\.[A-Za-z0-9_-]{40,4000}");
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Environment environment;

    /** @param environment where the accounts' secrets are, {@code hub.provider.<account>.webhook-secrets} */
    public SealedTexts(Environment environment) {
        this.environment = environment;
    }

    /**
     * What was sealed.
     *
     * @param until when it stops to be of use
     */
    public record Opened(String text, Instant until) {

        /** Without the text. */
        @Override
        public String toString() {
            return "Opened[until " + until + "]";
        }
    }

    /** Whether it has the form of something sealed. */
    public static boolean isSealed(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Seals a text, with the newest of the account's secrets.
     *
     * @throws MissingPropertyException when the account has none
     */
    public String seal(String account, String text, Instant until) {
        List<String> secrets = secrets(account);
        if (secrets.isEmpty()) {
            throw new MissingPropertyException("property " + property(account) + " is not set");
        }
        byte[] plain = (until.getEpochSecond() + "\n" + text).getBytes(StandardCharsets.UTF_8);
        byte[] key = key(secrets.get(0), account);
        byte[] nonce = Arrays.copyOf(mac(key, plain), NONCE);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, plain).orElseThrow();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
    }

    /** What this account sealed, also under a secret that is about to be rolled; empty for anything else. */
    public Optional<Opened> open(String account, String sealed) {
        if (!isSealed(sealed)) {
            return Optional.empty();
        }
        byte[] all = Base64.getUrlDecoder().decode(sealed.substring(PREFIX.length()));
        byte[] nonce = Arrays.copyOf(all, NONCE);
        byte[] body = Arrays.copyOfRange(all, NONCE, all.length);
        return secrets(account).stream().map(secret -> crypt(Cipher.DECRYPT_MODE, key(secret, account), nonce, body)).flatMap(Optional::stream).findFirst()
                .map(plain -> opened(new String(plain, StandardCharsets.UTF_8)));
    }

    private static Opened opened(String plain) {
        int line = plain.indexOf('\n');
        return new Opened(plain.substring(line + 1), Instant.ofEpochSecond(Long.parseLong(plain.substring(0, line))));
    }

    private List<String> secrets(String account) {
        return Binder.get(environment).bind(property(account), Bindable.listOf(String.class)).orElse(List.of()).stream()
                .filter(secret -> !secret.isBlank()).toList();
    }

    private static String property(String account) {
        return "hub.provider." + account + ".webhook-secrets";
    }

    /** Not the secret itself: what proves requests and what seals must not be one key. */
    private static byte[] key(String secret, String account) {
        return mac(secret.getBytes(StandardCharsets.UTF_8), ("hub sealed text 1 " + account).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** Empty when the tag does not fit: of another key, or changed. */
    private static Optional<byte[]> crypt(int mode, byte[] key, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return Optional.of(cipher.doFinal(content));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
