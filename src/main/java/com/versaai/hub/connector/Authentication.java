package com.versaai.hub.connector;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * How calls prove themselves.
 *
 * @param scheme   none, bearer, basic, header; what others there are says only what the connector's Java does
 * @param setting  of bearer and header: the account's setting with the secret
 * @param header   of header: its name
 * @param user     of basic: the setting with the user's name, null for an empty one
 * @param password of basic: the setting with the password, null for an empty one
 */
public record Authentication(String scheme, String setting, String header, String user, String password) {

    /** Just the name of a scheme. */
    @JsonCreator
    public static Authentication of(JsonNode said) {
        return said.isTextual() ? new Authentication(said.asText(), null, null, null, null)
                : new Authentication(said.path("scheme").textValue(), said.path("setting").textValue(), said.path("header").textValue(),
                        said.path("user").textValue(), said.path("password").textValue());
    }
}
