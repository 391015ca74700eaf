package com.versaai.hub.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What senders and standards have published, with the source of each; Stripe's are in {@link StripeSignatureTest} and its oracle. */
class PublishedVectorsTest {

    private static final String SLACK_FORM = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private static final String SLACK_COMMAND = "token=unused&team_id=T0HUB&enterprise_id=&channel_id=C0HUB&user_id=U0HUB&command=%2Fhub"
            + "&text=status+now%21&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT0HUB%2F1%2Fabc&trigger_id=1.2.3";
    private static final String HUBSPOT_SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private static final String HUBSPOT_SDK_BODY = "{'example_field':'example_value'}";
    private static final String HUBSPOT_V1_BODY = "[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,"
            + "\"subscriptionType\":\"contact.creation\",\"attemptNumber\":0,\"objectId\":123,\"changeSource\":\"CRM\",\"changeFlag\":\"NEW\","
            + "\"appId\":54321}]";
    private static final String HUB_SECRET = "11111111-2222-3333-4444-555555555555";
    private static final String HUB_BODY = "[{\"eventId\":7001,\"subscriptionId\":42,\"portalId\":99,\"appId\":5,\"occurredAt\":1760000000000,"
            + "\"subscriptionType\":\"contact.creation\",\"attemptNumber\":0,\"objectId\":123,\"changeSource\":\"CRM\",\"changeFlag\":\"NEW\"}]";
    private static final String STANDARD_BODY = "{\"test\": 2432232314}";
    private static final String RFC = "what do ya want for nothing?";

    /** One vector: who publishes it, and the request. */
    private record Vector(String source, Scheme scheme, Map<String, String> parameters, String secret, String method, String url, String body,
                          Map<String, String> headers, long second) {

        private Verdict verify(String body) {
            URI address = URI.create(url);
            Map<String, List<String>> lists = new HashMap<>();
            headers.forEach((name, value) -> lists.put(name, List.of(value)));
            WebhookVerifier verifier = Verifiers.of(new Verification(scheme, parameters, null), List.of(secret), address.resolve("/"));
            return verifier.verify(new SignedRequest(method, address.getRawPath(), address.getRawQuery(), lists,
                    body.getBytes(StandardCharsets.UTF_8)), Instant.ofEpochSecond(second + 7));
        }

        @Override
        public String toString() {
            return source;
        }
    }

    static Stream<Vector> vectors() {
        return Stream.of(slack(), hubspot(), chosen(), standardWebhooks(), hmac(), secrets()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void acceptsWhatIsPublished(Vector vector) {
        assertThat(vector.verify(vector.body())).isEqualTo(Verdict.OK);
        if (vector.scheme().signs()) {
            assertThat(vector.verify(vector.body() + ' ')).isEqualTo(Verdict.WRONG_SIGNATURE);
        }
    }

    private static List<Vector> slack() {
        return List.of(
                slack("Slack, Verifying requests", "8f742231b10e8888abcd99yyyzzz85a5", SLACK_FORM, 1531420618L,
                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
                slack("provider reference, url_verification", "hub0slack0signing0secret00000001",
                        "{\"token\":\"unused\",\"challenge\":\"c-7f3a\",\"type\":\"url_verification\"}", 1760000000L,
                        "v0=ffc837ab3a25ae8c853c61e2bf8e1b8347377610216eea40cb55de920547dcae"),
                slack("provider reference, command", "hub0slack0signing0secret00000001", SLACK_COMMAND, 1760000000L,
                        "v0=08e051b35e7446b3a98c1ea1c3c97b76b8c9dd8c885737af3fb4dbe2efd2ff67"));
    }

    private static Vector slack(String source, String secret, String body, long time, String signature) {
        return new Vector(source, Scheme.SLACK, Map.of(), secret, "POST", "https://hub.example.test/webhooks/slack", body,
                Map.of("x-slack-signature", signature, "x-slack-request-timestamp", String.valueOf(time)), time);
    }

    /** The scheme that chooses among HubSpot's takes its newest without being told. */
    private static List<Vector> chosen() {
        return hubspot().stream().filter(vector -> vector.scheme() == Scheme.HUBSPOT_V3).map(vector -> new Vector(vector.source() + ", chosen", Scheme.HUBSPOT,
                vector.parameters(), vector.secret(), vector.method(), vector.url(), vector.body(), vector.headers(), vector.second())).toList();
    }

    private static List<Vector> hubspot() {
        String page = "https://www.example.com/webhook_uri";
        String own = "https://hub.example.test/webhooks/hubspot?tenant=acme";
        return List.of(
                older("HubSpot, v1 request validation", Scheme.HUBSPOT_V1, HUBSPOT_SECRET, "POST", page, HUBSPOT_V1_BODY,
                        "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de"),
                older("hubspot-api-python and -ruby tests, v1", Scheme.HUBSPOT_V1, HUBSPOT_SECRET, "POST", page, HUBSPOT_SDK_BODY,
                        "69fc6631a867edd4f9e9e627fc5c1148e3fbdd8b21837b6d2b8901c1fa57f750"),
                older("HubSpot, v2 request validation, GET", Scheme.HUBSPOT_V2, HUBSPOT_SECRET, "GET", page, "",
                        "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e"),
                older("HubSpot, v2 request validation, POST", Scheme.HUBSPOT_V2, HUBSPOT_SECRET, "POST", page, "{\"example_field\":\"example_value\"}",
                        "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900"),
                older("hubspot-api-python and -ruby tests, v2", Scheme.HUBSPOT_V2, HUBSPOT_SECRET, "POST", page, HUBSPOT_SDK_BODY,
                        "4fe4e3a7d3cf09db53be39d0a58130e2aaba074ec123a9e355b876a689a1c383"),
                v3("hubspot-api-python tests, v3", HUBSPOT_SECRET, page, HUBSPOT_SDK_BODY, 1693657560L, "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="),
                v3("hubspot-api-ruby tests, v3", HUBSPOT_SECRET, page, HUBSPOT_SDK_BODY, 1700000300L, "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw="),
                older("provider reference, v1", Scheme.HUBSPOT_V1, HUB_SECRET, "POST", own, HUB_BODY,
                        "806bcae874d7d1e1d4e349ff9fadae69cb0091922456e95cea4b947d3939a69b"),
                older("provider reference, v2", Scheme.HUBSPOT_V2, HUB_SECRET, "POST", own, HUB_BODY,
                        "7b08f4b78f2c99f544dbd1f59abb01b16d4a99cb83c0e3315114b185bd777373"),
                v3("provider reference, v3", HUB_SECRET, own, HUB_BODY, 1760000000L, "c1QDexMYRN+HZPpVtiYMKXeRhziHhFtNEsDSbNu4V48="),
                v3("provider reference, v3 with escapes", HUB_SECRET,
                        "https://hub.example.test/webhooks/hubspot?cb=https%3A%2F%2Fa.example%2Fx%3Fy&sp=a%20b", HUB_BODY, 1760000000L,
                        "68qMbkHrlHEtDMtA4zyLcoOW9EqksAGH1/kVUesf8qQ="));
    }

    private static Vector older(String source, Scheme scheme, String secret, String method, String url, String body, String signature) {
        return new Vector(source, scheme, Map.of(), secret, method, url, body, Map.of("x-hubspot-signature", signature,
                "x-hubspot-signature-version", scheme == Scheme.HUBSPOT_V1 ? "v1" : "v2"), 0);
    }

    private static Vector v3(String source, String secret, String url, String body, long second, String signature) {
        return new Vector(source, Scheme.HUBSPOT_V3, Map.of(), secret, "POST", url, body,
                Map.of("x-hubspot-signature-v3", signature, "x-hubspot-request-timestamp", second + "000"), second);
    }

    private static List<Vector> standardWebhooks() {
        return List.of(
                standard("Standard Webhooks, tests of its libraries, v1", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                standard("Svix, tests of its server, v1a", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="),
                standard("Standard Webhooks, tests of its Go library, v1a", "whpk_ZlN4eg7dSSqi0moX9hQUk3orrOouK3QVQSlJa248c/g=",
                        "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag=="));
    }

    private static Vector standard(String source, String secret, String signature) {
        return new Vector(source, Scheme.STANDARD_WEBHOOKS, Map.of(), secret, "POST", "https://hub.example.test/webhooks/in/svix", STANDARD_BODY,
                Map.of("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp", "1614265330", "webhook-signature", signature), 1614265330L);
    }

    private static List<Vector> hmac() {
        return List.of(
                hmac("GitHub, Validating webhook deliveries", Map.of("header", "X-Hub-Signature-256", "prefix", "sha256="),
                        "It's a Secret to Everybody", "Hello, World!", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
                hmac("Coinify, Webhook Signature", Map.of("header", "X-Coinify-Webhook-Signature"), "my-shared-secret", "{\"examplePayload\":true}",
                        "bcdbb89e3031905f3cc1a20d16b5f969a17a7d8fa0c26e4a807c2193402d66f4"),
                hmac("RFC 2202, case 2, SHA-1", Map.of("header", "x-sig", "algorithm", "sha1"), "Jefe", RFC,
                        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
                hmac("RFC 4231, case 2, SHA-256 in base64", Map.of("header", "x-sig", "encoding", "base64"), "Jefe", RFC,
                        "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="),
                hmac("RFC 2202, case 2, SHA-1 in base64url", Map.of("header", "x-sig", "algorithm", "sha1", "encoding", "base64url"), "Jefe", RFC,
                        "7_zfauXrL6LSdBbV8YTfnCWafHk="),
                hmac("RFC 4231, case 2, SHA-512", Map.of("header", "x-sig", "algorithm", "sha512", "encoding", "hex"), "Jefe", RFC,
                        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea25" + "05549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"));
    }

    private static Vector hmac(String source, Map<String, String> parameters, String secret, String body, String signature) {
        return new Vector(source, Scheme.HMAC, parameters, secret, "POST", "https://hub.example.test/webhooks/in/any", body,
                Map.of(parameters.get("header").toLowerCase(), signature), 0);
    }

    private static List<Vector> secrets() {
        String url = "https://hub.example.test/webhooks/in/any";
        return List.of(
                new Vector("RFC 7617, section 2", Scheme.BASIC, Map.of(), "Aladdin:open sesame", "POST", url, "{}",
                        Map.of("authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), 0),
                new Vector("RFC 7617, section 2.1", Scheme.BASIC, Map.of(), "test:123\u00a3", "POST", url, "{}",
                        Map.of("authorization", "Basic dGVzdDoxMjPCow=="), 0),
                new Vector("provider reference, Pipedrive", Scheme.BASIC, Map.of(), "hubuser:hubpass-1", "POST", url, "{}",
                        Map.of("authorization", "Basic aHVidXNlcjpodWJwYXNzLTE="), 0),
                new Vector("RFC 6750, section 2.1", Scheme.BEARER, Map.of(), "mF_9.B5f-4.1JqM", "POST", url, "{}",
                        Map.of("authorization", "Bearer mF_9.B5f-4.1JqM"), 0),
                new Vector("provider reference, Zoho", Scheme.TOKEN, Map.of("json", "/token"), "zt-7c1b", "POST", url,
                        "{\"module\":\"Leads\",\"ids\":[\"1000000000001\"],\"operation\":\"insert\",\"channel_id\":\"10001\",\"token\":\"zt-7c1b\"}",
                        Map.of(), 0),
                new Vector("provider reference, Dataverse", Scheme.TOKEN, Map.of("header", "X-Hub-Key"), "dv-shared-1", "POST", url, "{}",
                        Map.of("x-hub-key", "dv-shared-1"), 0));
    }

    /** Salesforce publishes how, and others what came out. */
    @ParameterizedTest
    @MethodSource("organizations")
    void completesIdsAsSalesforceDoes(String text, String canonical) {
        assertThat(OrganizationId.canonical(text)).isEqualTo(canonical);
    }

    static Stream<Arguments> organizations() {
        return Stream.of(
                Arguments.of("00D3000000001n7", "00D3000000001n7EAA"), Arguments.of("00D3000000001n7EAA", "00D3000000001n7EAA"),
                Arguments.of("00D3000000001n7EAB", null), Arguments.of("00d3000000001n7", null), Arguments.of("0013k00002crTPa", null),
                Arguments.of("00D3000000001n", null), Arguments.of("00D3000000001n7EA", null), Arguments.of("", null));
    }

    @Test
    void everySchemeWithPublishedVectorsHasOne() {
        assertThat(vectors().map(Vector::scheme).distinct().toList()).containsAll(Arrays.stream(Scheme.values())
                .filter(scheme -> scheme != Scheme.STRIPE && scheme != Scheme.SALESFORCE_OUTBOUND).toList());
    }
}
