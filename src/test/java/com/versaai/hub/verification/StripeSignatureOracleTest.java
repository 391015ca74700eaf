package com.versaai.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against stripe-java: what it signs we accept, what one of us refuses the other refuses too. */
class StripeSignatureOracleTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_760_000_000);
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void agreesOnRandomBodiesSecretsAndMutations() throws Exception {
        int accepted = 0;
        for (int round = 0; round < 3_000; round++) {
            // White space at the end would be refused as the line end of a mounted file.
            String secret = "whsec_" + text(random.nextInt(90)) + '.';
            String body = text(random.nextInt(400));
            long t = NOW.getEpochSecond() - random.nextInt(320);
            String hex = Webhook.Util.computeHmacSha256(secret, t + "." + body);
            String header = mutate("t=" + t + ",v1=" + hex);
            boolean theirs = theirs(body, header, secret);
            boolean ours = ours(body, header, secret).accepted();
            assertThat(ours).as("seed %d, header %s", seed, header).isEqualTo(theirs);
            accepted += ours ? 1 : 0;
        }
        assertThat(accepted).as("seed %d", seed).isBetween(500, 2_900);
    }

    @Test
    void fixturesSignedByUsAreReadByStripesConstructEvent() throws Exception {
        String body;
        try (InputStream fixture = getClass().getResourceAsStream("/fixtures/stripe/basil/customer.subscription.updated-upgrade.json")) {
            body = new String(fixture.readAllBytes(), StandardCharsets.UTF_8);
        }
        String header = "t=" + NOW.getEpochSecond() + ",v1=" + Webhook.Util.computeHmacSha256("whsec_sandbox", NOW.getEpochSecond() + "." + body);
        assertThat(ours(body, header, "whsec_sandbox")).isEqualTo(Verdict.OK);
        assertThat(Webhook.constructEvent(body, header, "whsec_sandbox", 300, CLOCK).getType()).isEqualTo("customer.subscription.updated");
    }

    private String mutate(String header) {
        StringBuilder changed = new StringBuilder(header);
        switch (random.nextInt(6)) {
            case 0 -> changed.setCharAt(random.nextInt(changed.length()), (char) (33 + random.nextInt(94)));
            case 1 -> changed.deleteCharAt(random.nextInt(changed.length()));
            case 2 -> changed.insert(random.nextInt(2) == 0 ? 0 : changed.length(), ",v1=00,");
            case 3 -> changed.append(",v0=").append("ab".repeat(32));
            default -> { }
        }
        return changed.toString();
    }

    /** stripe-java reads a {@code t} with sign or leading zero, which we don't, and throws all sorts of things at odd headers. */
    private static boolean theirs(String body, String header, String secret) {
        try {
            return Webhook.Signature.verifyHeader(body, header, secret, 300, CLOCK) && !header.matches(".*(^|,)t=[+0].*");
        } catch (SignatureVerificationException | RuntimeException e) {
            return false;
        }
    }

    private static Verdict ours(String body, String header, String secret) {
        return Verifiers.of(new Verification(Scheme.STRIPE, Map.of(), Duration.ofSeconds(300)), List.of(secret), null)
                .verify(new SignedRequest("POST", "/webhooks/stripe", null, Map.of("stripe-signature", List.of(header)),
                        body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(20);
            text.appendCodePoint(kind == 0 ? 0x1F4B0 + random.nextInt(20) : kind == 1 ? 0xC0 + random.nextInt(60) : 32 + random.nextInt(95));
        }
        return text.toString();
    }
}
