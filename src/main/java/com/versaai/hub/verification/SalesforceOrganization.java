package com.versaai.hub.verification;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks who a Salesforce outbound message says it is from. Salesforce signs nothing: the organization's id is no secret, so let it
 * carry a token in the query of the address too, or let nobody but Salesforce reach the hub (mutual TLS, its networks).
 */
final class SalesforceOrganization implements Check {

    /** Name of the query parameter with the token. */
    static final String QUERY = "query";

    /** @param token empty when none is asked for */
    private record Sender(byte[] organization, byte[] token) {
    }

    private static final byte[] NONE = {};

    private final List<Sender> senders = new ArrayList<>();
    private final String parameter;

    /**
     * @param secrets   {@code <organization id>}, or with a parameter {@code <organization id>:<token>}
     * @param parameter null when no token is asked for
     * @throws IllegalArgumentException when a secret is of another form; it tells which, not what it is
     */
    SalesforceOrganization(List<String> secrets, String parameter) {
        this.parameter = parameter;
        for (int i = 0; i < secrets.size(); i++) {
            String[] parts = secrets.get(i).split(":", 2);
            String organization = OrganizationId.canonical(parts[0]);
            if (organization == null) {
                throw new IllegalArgumentException("secret " + (i + 1) + " has to start with the id of an organization, 15 or 18 characters "
                        + "from 00D on (Setup > Company Information)");
            }
            boolean token = parts.length == 2 && !parts[1].isBlank();
            if (token != (parameter != null)) {
                throw new IllegalArgumentException("secret " + (i + 1) + (token
                        ? " holds a token, but no parameter \"query\" says where a request has it"
                        : " has to be <organization id>:<token>, since the parameter \"query\" asks for a token"));
            }
            senders.add(new Sender(bytes(organization), token ? bytes(parts[1]) : NONE));
        }
    }

    @Override
    public Verdict judge(SignedRequest request, Instant now) throws RefusedException {
        byte[] token = parameter == null ? NONE : request.requiredParameter(parameter);
        String organization = OrganizationId.canonical(OutboundMessage.organization(request.body()));
        if (organization == null) {
            throw RefusedException.malformed();
        }
        byte[] id = bytes(organization);
        boolean match = false;
        for (Sender sender : senders) {
            // Both, and all of them: the time taken doesn't say which part was right.
            match |= MessageDigest.isEqual(id, sender.organization()) & MessageDigest.isEqual(token, sender.token());
        }
        return match ? Verdict.OK : Verdict.WRONG_SIGNATURE;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
