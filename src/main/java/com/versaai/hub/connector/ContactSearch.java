package com.versaai.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.versaai.hub.provider.Promised;
import java.util.List;

/** How one CRM is asked for contacts by their address. One call: it has to fit into the destination's rate. */
public interface ContactSearch {

    /**
     * The call.
     *
     * @param account whose settings it uses
     * @param email   an address; anything but spaces and control characters may be in it, so that it has to be escaped
     */
    Call call(String account, String email);

    /**
     * What was found, empty for nobody.
     *
     * @param answer a 2xx or a status of {@code okStatusCodeRange}
     * @throws com.versaai.hub.provider.ProviderException when it is no answer to that call: taken for "nobody" it would be a lie
     */
    List<Contact> contacts(String account, String email, Promised answer);

    /**
     * One HTTP call.
     *
     * @param path  without a slash before it
     * @param query null for none
     * @param body  null for none
     */
    record Call(String method, String path, String query, JsonNode body) {

        /** A plain question. */
        public static Call get(String path, String query) {
            return new Call("GET", path, query, null);
        }
    }
}
