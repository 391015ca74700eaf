package com.versaai.hub.verification;

import static com.versaai.hub.verification.Sample.post;

import com.stripe.net.Webhook;
import com.versaai.hub.verification.Sample.Maker;
import com.versaai.hub.verification.Sample.Pair;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Senders of every scheme. They sign with nothing of the hub: with Java's own means, or stripe-java's. */
final class Samples {

    private static final String BODY = "{\"id\":\"evt_1\",\"name\":\"Zo\u00eb \u2713\",\"token\":\"zt-7c1b\"}";
    private static final String URL = "https://hub.example.test/webhooks/sender?tenant=acme";

    private Samples() {
    }

    static Stream<Sample> all() {
        return Arrays.stream(Scheme.values()).flatMap(scheme -> of(scheme).stream());
    }

    /** Doesn't compile without a sample of a new scheme. */
    static List<Sample> of(Scheme scheme) {
        return switch (scheme) {
            case STRIPE -> List.of(sample("stripe", scheme, Map.of(), Samples::stripe));
            case SLACK -> List.of(sample("slack", scheme, Map.of(), Samples::slack));
            case HUBSPOT_V1 -> List.of(sample("hubspot-v1", scheme, Map.of(), Set.of("x-hubspot-signature-version"),
                    (secret, time) -> hubspot("v1", secret + BODY)));
            case HUBSPOT_V2 -> List.of(sample("hubspot-v2", scheme, Map.of(), Set.of("x-hubspot-signature-version"),
                    (secret, time) -> hubspot("v2", secret + "POST" + URL + BODY)));
            case HUBSPOT_V3 -> List.of(sample("hubspot-v3", scheme, Map.of(), Samples::hubspotV3));
            case HUBSPOT -> List.of(sample("hubspot by v3", scheme, Map.of(), Samples::hubspotV3),
                    sample("hubspot by v3 though older are allowed", scheme, Map.of("older", "any"), Samples::hubspotV3));
            case STANDARD_WEBHOOKS -> standardWebhooks();
            case HMAC -> hmac();
            case BASIC -> List.of(new Sample("basic", new Verification(scheme, Map.of(), null), Pair.shared("hubuser:hubpass-1"),
                    Pair.shared("other:p:\u00e4 ss"), Set.of(), null, (secret, time) -> post(null,
                            Map.of("authorization", "Basic " + base64(secret.getBytes(StandardCharsets.UTF_8))), BODY)));
            case BEARER -> List.of(sample("bearer", scheme, Map.of(),
                    (secret, time) -> post(null, Map.of("authorization", "Bearer " + secret), BODY)));
            case TOKEN -> token();
            case SALESFORCE_OUTBOUND -> salesforce();
        };
    }

    private static Sample sample(String name, Scheme scheme, Map<String, String> parameters, Maker maker) {
        return sample(name, scheme, parameters, Set.of(), maker);
    }

    private static Sample sample(String name, Scheme scheme, Map<String, String> parameters, Set<String> optional, Maker maker) {
        return new Sample(name, new Verification(scheme, parameters, null), Pair.shared("s3cret+one/two"), Pair.shared("0ther secret"),
                optional, null, maker);
    }

    private static SignedRequest stripe(String secret, Instant time) throws Exception {
        long t = time.getEpochSecond();
        return post(null, Map.of("stripe-signature", "t=" + t + ",v1=" + Webhook.Util.computeHmacSha256(secret, t + "." + BODY)), BODY);
    }

    private static SignedRequest slack(String secret, Instant time) throws Exception {
        long t = time.getEpochSecond();
        String form = "command=%2Fhub&text=status+now%21&plus=a%20b";
        return post(null, Map.of("x-slack-signature", "v0=" + Webhook.Util.computeHmacSha256(secret, "v0:" + t + ":" + form),
                "x-slack-request-timestamp", String.valueOf(t)), form);
    }

    private static SignedRequest hubspot(String version, String source) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
        return post("tenant=acme", Map.of("x-hubspot-signature", HexFormat.of().formatHex(digest), "x-hubspot-signature-version", version), BODY);
    }

    private static SignedRequest hubspotV3(String secret, Instant time) throws Exception {
        String signature = base64(mac("HmacSHA256", secret.getBytes(StandardCharsets.UTF_8), "POST" + URL + BODY + time.toEpochMilli()));
        return post("tenant=acme", Map.of("x-hubspot-signature-v3", signature, "x-hubspot-request-timestamp", String.valueOf(time.toEpochMilli())),
                BODY);
    }

    private static List<Sample> standardWebhooks() {
        Verification verification = new Verification(Scheme.STANDARD_WEBHOOKS, Map.of(), null);
        List<Sample> samples = new ArrayList<>();
        for (String prefix : List.of("webhook-", "svix-")) {
            samples.add(new Sample(prefix + "v1", verification, Pair.shared("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                    Pair.shared("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"), Set.of(), null, (secret, time) -> standard(prefix, "v1", time,
                            mac("HmacSHA256", Base64.getDecoder().decode(secret.substring(6)), "msg_1." + time.getEpochSecond() + '.' + BODY))));
        }
        // Public keys and the seeds of their private ones, of Svix's documentation and of the reference implementation's tests.
        samples.add(new Sample("webhook-v1a", verification,
                new Pair("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc="),
                new Pair("whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=", "VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk="),
                Set.of(), null, (seed, time) -> standard("webhook-", "v1a", time, ed25519(seed, "msg_1." + time.getEpochSecond() + '.' + BODY))));
        return samples;
    }

    private static SignedRequest standard(String prefix, String version, Instant time, byte[] signature) {
        return post(null, Map.of(prefix + "id", "msg_1", prefix + "timestamp", String.valueOf(time.getEpochSecond()),
                prefix + "signature", "v1,bad v2,AAAA " + version + ',' + base64(signature)), BODY);
    }

    static byte[] ed25519(String seed, String content) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Base64.getDecoder().decode(seed))));
        signature.update(content.getBytes(StandardCharsets.UTF_8));
        return signature.sign();
    }

    private static List<Sample> hmac() {
        return List.of(
                sample("hmac as GitHub", Scheme.HMAC, Map.of("header", "X-Hub-Signature-256", "prefix", "sha256="), (secret, time) ->
                        post(null, Map.of("x-hub-signature-256", "sha256=" + Webhook.Util.computeHmacSha256(secret, BODY)), BODY)),
                sample("hmac as Shopify", Scheme.HMAC, Map.of("header", "X-Shopify-Hmac-Sha256", "encoding", "base64"), (secret, time) ->
                        post(null, Map.of("x-shopify-hmac-sha256", base64(mac("HmacSHA256", bytes(secret), BODY))), BODY)),
                sample("hmac over everything", Scheme.HMAC, Map.of("header", "X-Sig", "algorithm", "sha512", "encoding", "base64url",
                        "signed", "{id}|{timestamp}|{method} {path} {url}|{body}", "timestamp-header", "X-Time", "timestamp-unit", "ms",
                        "id-header", "X-Id"), (secret, time) -> {
                            String content = "i-1|" + time.toEpochMilli() + "|POST /webhooks/sender " + URL + '|' + BODY;
                            return post("tenant=acme", Map.of("x-id", "i-1", "x-time", String.valueOf(time.toEpochMilli()), "x-sig",
                                    Base64.getUrlEncoder().withoutPadding().encodeToString(mac("HmacSHA512", bytes(secret), content))), BODY);
                        }),
                sample("hmac-sha1", Scheme.HMAC, Map.of("header", "x-sig", "algorithm", "sha1"), (secret, time) ->
                        post(null, Map.of("x-sig", HexFormat.of().formatHex(mac("HmacSHA1", bytes(secret), BODY))), BODY)));
    }

    private static List<Sample> token() {
        return List.of(
                sample("token in a header", Scheme.TOKEN, Map.of("header", "X-Hub-Key"),
                        (secret, time) -> post(null, Map.of("x-hub-key", secret), BODY)),
                sample("token in the query", Scheme.TOKEN, Map.of("query", "code"), (secret, time) ->
                        post("a=b&code=" + secret.replace("/", "%2f").replace(" ", "%20"), Map.of(), BODY)),
                new Sample("token in the body", new Verification(Scheme.TOKEN, Map.of("json", "/token"), null), Pair.shared("zt-7c1b"),
                        Pair.shared("zt-other"), Set.of(), "zt-7c1b", (secret, time) -> post(null, Map.of(), BODY.replace("zt-7c1b", secret))));
    }

    private static List<Sample> salesforce() {
        Maker maker = (secret, time) -> post(null, Map.of(), envelope(secret));
        return List.of(
                new Sample("salesforce", new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of(), null),
                        new Pair("00D3000000001n7", "00D3000000001n7EAA"), Pair.shared("00D0000000B98de"), Set.of(), "00D3000000001n7EAA", maker),
                new Sample("salesforce with token", new Verification(Scheme.SALESFORCE_OUTBOUND, Map.of("query", "k"), null),
                        Pair.shared("00D3000000001n7:t:1"), Pair.shared("00D0000000B98de:t2"), Set.of(), "00D3000000001n7", (secret, time) ->
                                post("k=" + secret.split(":", 2)[1], Map.of(), envelope(secret.split(":", 2)[0]))));
    }

    static String envelope(String organization) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body><notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\">"
                + "<OrganizationId>" + organization + "</OrganizationId><ActionId>04kR00000004CCXIA2</ActionId><SessionId xsi:nil=\"true\"/>"
                + "<Notification><Id>04lR0000000CcIFIA0</Id><sObject xsi:type=\"sf:Lead\" xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\">"
                + "<sf:Id>00Q540000000lnc2AA</sf:Id><sf:Name>Zo\u00eb</sf:Name></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>";
    }

    static byte[] mac(String algorithm, byte[] key, String content) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(bytes(content));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
