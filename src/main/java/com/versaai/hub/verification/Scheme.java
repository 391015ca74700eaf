package com.versaai.hub.verification;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All ways in which a sender can prove itself, by the names that manifests use. A new one needs a sample in the contract test. */
public enum Scheme {

    STRIPE("stripe", Proof.TIMED_SIGNATURE, "Stripe-Signature, HMAC-SHA256. Secrets: the endpoint's, whole (whsec_…)."),

    SLACK("slack", Proof.TIMED_SIGNATURE, "X-Slack-Signature, HMAC-SHA256. Secrets: the app's signing secret."),

    HUBSPOT_V1("hubspot-v1", Proof.SIGNATURE, "X-HubSpot-Signature over the body, SHA-256. Secrets: the app's client secret."),

    HUBSPOT_V2("hubspot-v2", Proof.SIGNATURE, "X-HubSpot-Signature over method, public URL and body, SHA-256. Secrets: the app's client secret."),

    HUBSPOT_V3("hubspot-v3", Proof.TIMED_SIGNATURE,
            "X-HubSpot-Signature-v3 over method, public URL, body and time, HMAC-SHA256. Secrets: the app's client secret."),

    HUBSPOT("hubspot", Proof.TIMED_SIGNATURE, "X-HubSpot-Signature-v3 as in hubspot-v3; a request without that header by an older one, if any is allowed."
            + " Secrets: the app's client secret.",
            Parameter.choice(HubspotSignature.OLDER, List.of("v1", "v2", "any"), "which of the older, which say no time; none by default")),

    STANDARD_WEBHOOKS("standard-webhooks", Proof.TIMED_SIGNATURE,
            "standardwebhooks.com and Svix: webhook-signature or svix-signature. Secrets: whsec_… (HMAC-SHA256) or whpk_… (public Ed25519 key)."),

    HMAC("hmac", Proof.SIGNATURE, "Any HMAC in a header. Secrets: as the sender shows them.",
            Parameter.header(HmacForm.HEADER, true, "name of the header with the signature"),
            Parameter.choice(HmacForm.ALGORITHM, List.of("sha1", "sha256", "sha512"), "the hash; sha256 by default"),
            Parameter.choice(HmacForm.ENCODING, List.of("hex", "base64", "base64url"), "how the signature is written; hex by default"),
            Parameter.text(HmacForm.PREFIX, "what stands before the signature, for example sha256=; nothing by default"),
            Parameter.text(HmacForm.SIGNED, "what is signed, of {body} {timestamp} {id} {method} {url} {path}; {body} by default"),
            Parameter.header(HmacForm.TIMESTAMP_HEADER, false, "name of the header with the time, which has to be signed"),
            Parameter.choice(HmacForm.TIMESTAMP_UNIT, List.of("s", "ms"), "what the time counts since 1970; s by default"),
            Parameter.header(HmacForm.ID_HEADER, false, "name of the header with the id, when it is signed")),

    BASIC("basic", Proof.SECRET, "Authorization: Basic. Secrets: user:password."),

    BEARER("bearer", Proof.SECRET, "Authorization: Bearer. Secrets: the token."),

    TOKEN("token", Proof.SECRET, "A token in a header, the query or the body: exactly one of them, or in header or query where both are named. Secrets: the token.",
            Parameter.header(Places.HEADER, false, "name of the header with the token"),
            Parameter.queryName(Places.QUERY, "name of the query parameter with the token"),
            Parameter.pointer(Places.JSON, "JSON pointer to the token in the body, for example /token")),

    SALESFORCE_OUTBOUND("salesforce-outbound", Proof.SECRET,
            "The organization of a SOAP outbound message. Secrets: the organization's id, or <id>:<token> with a token in the query.",
            Parameter.queryName(SalesforceOrganization.QUERY, "name of the query parameter with a token"));

    /** What a request carries. */
    private enum Proof {
        /** The secret, or the sender's name: good for any body, and not to be stored. */
        SECRET,
        /** Good for this body only, at any time. */
        SIGNATURE,
        /** Good for this body only, and soon. */
        TIMED_SIGNATURE
    }

    private final String manifestName;
    private final Proof proof;
    private final String meaning;
    private final List<Parameter> parameters;

    Scheme(String manifestName, Proof proof, String meaning, Parameter... parameters) {
        this.manifestName = manifestName;
        this.proof = proof;
        this.meaning = meaning;
        this.parameters = List.of(parameters);
    }

    /**
     * The scheme of a manifest.
     *
     * @throws IllegalArgumentException naming all there are
     */
    public static Scheme of(String manifestName) {
        for (Scheme scheme : values()) {
            if (scheme.manifestName.equals(manifestName)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("verification scheme \"" + manifestName + "\" is unknown: there are "
                + Arrays.stream(values()).map(Scheme::manifestName).collect(Collectors.joining(", ")));
    }

    /** The name in manifests: kebab case. */
    public String manifestName() {
        return manifestName;
    }

    /** A sentence for whoever writes a manifest: what proves the sender, and what its secrets are. */
    public String meaning() {
        return meaning;
    }

    /** All parameters it takes. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** False when the request carries the secret itself, which then is not to be stored, and proves nothing of the body. */
    public boolean signs() {
        return proof != Proof.SECRET;
    }

    /** Whether a replay can be told by the time in the request. */
    boolean timed(Map<String, String> values) {
        return proof == Proof.TIMED_SIGNATURE || this == HMAC && values.containsKey(HmacForm.TIMESTAMP_HEADER);
    }

    /** What is wrong with the parameters of a manifest, in words; empty when nothing is. */
    List<String> problems(Map<String, String> values) {
        List<String> problems = new ArrayList<>();
        values.keySet().stream().sorted().filter(name -> parameters.stream().noneMatch(p -> p.name().equals(name))).forEach(name ->
                problems.add("parameter \"" + name + "\" is unknown: " + takes()));
        for (Parameter parameter : parameters) {
            String value = values.get(parameter.name());
            if (value != null) {
                parameter.problem(value).ifPresent(problems::add);
            } else if (parameter.required()) {
                problems.add("parameter \"" + parameter.name() + "\" is missing: " + parameter.meaning());
            }
        }
        if (problems.isEmpty()) {
            problems.addAll(switch (this) {
                case HMAC -> HmacForm.problems(values);
                case TOKEN -> Places.problems(values);
                default -> List.of();
            });
        }
        return problems;
    }

    private String takes() {
        return parameters.isEmpty() ? "it takes none"
                : "it takes " + parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }
}
