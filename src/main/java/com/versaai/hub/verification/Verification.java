package com.versaai.hub.verification;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one source proves itself, as its manifest says. Without secrets: those are of an instance.
 *
 * @param scheme     the way
 * @param parameters of the scheme
 * @param window     how far the time in a request may be from our clock, in both directions; given as null it is
 *                   {@link #DEFAULT_WINDOW}, or stays null where requests say no time
 */
public record Verification(Scheme scheme, Map<String, String> parameters, Duration window) {

    /** What Stripe, Slack, HubSpot and Standard Webhooks recommend. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    /** @throws IllegalArgumentException with all {@link #problems} */
    public Verification {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        List<String> problems = problems(scheme, parameters, window);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        window = window == null && scheme.timed(parameters) ? DEFAULT_WINDOW : window;
    }

    /** What keeps a manifest from being a verification, in words that say what to do; empty when nothing does. */
    public static List<String> problems(Scheme scheme, Map<String, String> parameters, Duration window) {
        List<String> problems = new ArrayList<>(scheme.problems(parameters));
        if (window != null && !scheme.timed(parameters)) {
            // Whoever writes one believes to be safe from replays.
            problems.add("there is a replay window, but " + (scheme == Scheme.HMAC ? "no \"timestamp-header\"" : "requests say no time")
                    + ": remove it; repeated ids are told from new ones without it");
        } else if (window != null && window.toSeconds() < 1) {
            problems.add("the replay window has to be a second or more");
        }
        String subject = "verification scheme " + scheme.manifestName() + ": ";
        return problems.stream().map(subject::concat).toList();
    }

    /** Lower-case names of all headers that are read: they have to come through the hub's border. */
    public Set<String> headers() {
        return switch (scheme) {
            case STRIPE -> Set.of(StripeSignature.HEADER);
            case SLACK -> HmacForm.SLACK.headers();
            case HUBSPOT_V1, HUBSPOT_V2 -> HubspotDigest.HEADERS;
            case HUBSPOT_V3 -> HmacForm.HUBSPOT_V3.headers();
            case HUBSPOT -> HubspotSignature.headers(parameters);
            case STANDARD_WEBHOOKS -> StandardWebhooks.HEADERS;
            case HMAC -> HmacForm.of(parameters).headers();
            case BASIC, BEARER -> Set.of(Places.AUTHORIZATION);
            case TOKEN -> Stream.ofNullable(parameters.get(Places.HEADER)).map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
            case SALESFORCE_OUTBOUND -> Set.of();
        };
    }

    /** A body without the secret itself, where that stands in it and proves nothing else of it; every other as it is. */
    public byte[] withoutSecret(byte[] body) {
        String pointer = scheme == Scheme.TOKEN ? parameters.get(Places.JSON) : null;
        return pointer == null ? body : JsonText.without(body, JsonPointer.compile(pointer));
    }

    /** Whether the address that the sender calls is signed, so that it has to be configured. */
    public boolean signsUrl() {
        return switch (scheme) {
            case HUBSPOT_V2, HUBSPOT_V3, HUBSPOT -> true;
            case HMAC -> HmacForm.of(parameters).signsUrl();
            default -> false;
        };
    }
}
