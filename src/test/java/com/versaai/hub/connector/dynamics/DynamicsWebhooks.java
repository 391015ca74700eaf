package com.versaai.hub.connector.dynamics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Dataverse sends, of the shape that its documentation shows. */
final class DynamicsWebhooks {

    private DynamicsWebhooks() {
    }

    /** An asynchronous step of an update of a contact. */
    static String update() {
        try {
            return Files.readString(Path.of("src/test/resources/fixtures/dynamics/contact-update.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
