package com.versaai.hub.verification;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Makes the verifier of a source from what its manifest says and what its instance has. */
public final class Verifiers {

    private Verifiers() {
    }

    /**
     * A verifier that accepts what was made with any of the secrets. Without any it is {@link Verdict#NOT_CONFIGURED} of every request.
     *
     * @param secrets   all active ones, several while one is rolled
     * @param publicUrl the hub's address as senders know it; null where none is configured
     * @throws IllegalArgumentException when a secret can't be one of the scheme, or the URL is signed and not configured; it quotes no
     *                                  secret
     */
    public static WebhookVerifier of(Verification verification, List<String> secrets, URI publicUrl) {
        if (secrets.isEmpty()) {
            return (request, now) -> Verdict.NOT_CONFIGURED;
        }
        String subject = "verification scheme " + verification.scheme().manifestName() + ": ";
        try {
            checkSecrets(verification.scheme(), secrets);
            if (verification.signsUrl()) {
                checkUrl(publicUrl);
            }
            return new Guard(check(verification, List.copyOf(secrets), publicUrl));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(subject + e.getMessage());
        }
    }

    private static Check check(Verification verification, List<String> secrets, URI publicUrl) {
        List<byte[]> keys = secrets.stream().map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList();
        return switch (verification.scheme()) {
            case STRIPE -> new StripeSignature(keys, verification.window());
            case SLACK -> new HmacSignature(HmacForm.SLACK, keys, verification.window(), null);
            case HUBSPOT_V1 -> HubspotDigest.v1(keys);
            case HUBSPOT_V2 -> HubspotDigest.v2(keys, publicUrl);
            case HUBSPOT_V3 -> HubspotSignature.v3(keys, verification.window(), publicUrl);
            case HUBSPOT -> new HubspotSignature(keys, verification.window(), publicUrl, verification.parameters().get(HubspotSignature.OLDER));
            case STANDARD_WEBHOOKS -> new StandardWebhooks(secrets, verification.window());
            case HMAC -> new HmacSignature(HmacForm.of(verification.parameters()), keys, verification.window(),
                    request -> request.url(publicUrl));
            case BASIC -> new SharedSecret(Places::basic, keys);
            case BEARER -> new SharedSecret(Places::bearer, keys);
            case TOKEN -> new SharedSecret(Places.token(verification.parameters()), keys);
            case SALESFORCE_OUTBOUND -> new SalesforceOrganization(secrets, verification.parameters().get(SalesforceOrganization.QUERY));
        };
    }

    private static void checkSecrets(Scheme scheme, List<String> secrets) {
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (secret.isBlank()) {
                throw new IllegalArgumentException("secret " + (i + 1) + " is blank: anybody could use it. Set it or remove it.");
            }
            // The line end of a mounted file makes everything wrong without a hint why.
            if (!secret.equals(secret.strip())) {
                throw new IllegalArgumentException("secret " + (i + 1) + " starts or ends with white space; remove that");
            }
            if (scheme == Scheme.BASIC && (secret.indexOf(':') < 0 || secret.length() == 1)) {
                throw new IllegalArgumentException("secret " + (i + 1) + " has to be user:password");
            }
        }
    }

    private static void checkUrl(URI publicUrl) {
        if (publicUrl == null || publicUrl.getHost() == null || !List.of("http", "https").contains(publicUrl.getScheme())
                || publicUrl.getRawQuery() != null || publicUrl.getRawFragment() != null || publicUrl.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the sender signs the address it calls, so hub.public-url has to say which that is, "
                    + "for example https://hub.example.com");
        }
    }

    /** Where a refusal on the way becomes the verdict. */
    private record Guard(Check check) implements WebhookVerifier {

        @Override
        public Verdict verify(SignedRequest request, Instant now) {
            try {
                return check.judge(request, now);
            } catch (RefusedException e) {
                return e.verdict();
            }
        }
    }
}
