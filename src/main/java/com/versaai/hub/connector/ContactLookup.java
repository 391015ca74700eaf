package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.Promised;
import com.versaai.hub.provider.ProviderAnswer;
import com.versaai.hub.provider.ProviderException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code <crm>Contacts} of {@code <crm>-contact-lookup-action}: header {@code HubKey} is an address, the answer a JSON array of contacts. */
public final class ContactLookup {

    private static final String ASKED = "hubContactAsked";

    private final String provider;
    private final ContactSearch search;
    private final FaultClassifier faults;

    /** @param provider for faults */
    public ContactLookup(String provider, ContactSearch search, FaultClassifier faults) {
        this.provider = provider;
        this.search = search;
        this.faults = faults;
    }

    /**
     * Sets the call.
     *
     * @throws ProviderException permanent, when the address is missing or none
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String email = Payload.header(provider, message, "HubKey", Contact.ADDRESS);
        ContactSearch.Call call = search.call(account, email);
        message.removeHeaders("*");
        exchange.setProperty(ASKED, email);
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, call.path());
        if (call.query() != null) {
            message.setHeader(Exchange.HTTP_QUERY, call.query());
        }
        if (call.body() == null) {
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=UTF-8");
            message.setBody(Payload.bytes(call.body()));
        }
    }

    /**
     * Makes the contacts the body.
     *
     * @throws ProviderException what the provider refused, and transient what is none of its answers
     */
    public void found(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String email = exchange.getProperty(ASKED, String.class);
        exchange.removeProperty(ASKED);
        Promised answer = Promised.answer(provider, message);
        List<Contact> contacts;
        try {
            contacts = search.contacts(account, email, answer);
        } catch (ProviderException e) {
            throw new ProviderException(provider, said(answer) ? faults.decode(provider, answer.status(), Map.of(), answer.body()).ofRead() : e.fault().ofRead());
        }
        ArrayNode found = Payload.object().putArray("contacts");
        contacts.forEach(contact -> found.add(contact.json()));
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(Payload.bytes(found));
    }

    /** Whether a provider refuses in words of its own, below a status that speaks of success. */
    private static boolean said(Promised answer) {
        JsonNode json = ProviderAnswer.of(answer.status(), Map.of(), answer.body(), null).json();
        return json.path("success").isBoolean() && !json.path("success").booleanValue() || "error".equals(json.path("status").asText())
                || json.hasNonNull("error") || json.path(0).has("errorCode");
    }
}
