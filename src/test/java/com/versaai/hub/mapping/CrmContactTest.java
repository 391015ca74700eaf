package com.versaai.hub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Manifest;
import com.versaai.hub.connector.Manifests;
import com.versaai.hub.event.Event;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A person as a contact, in each CRM's words. */
class CrmContactTest {

    private final Mappings mappings = Fixtures.mappings(Path.of("routes/connectors"));
    private final Manifests manifests = new Manifests(Path.of("routes/connectors"));
    private final Event registered = Fixtures.event("user-registered");

    @BeforeEach
    void read() {
        manifests.refresh();
    }

    @ParameterizedTest
    @CsvSource({"salesforce,Contact,LastName", "dynamics,contacts,lastname", "zoho,Contacts,Last_Name", "hubspot,contacts,email", "pipedrive,persons,name"})
    void whoRegistersCanBeAContact(String crm, String object, String field) {
        Manifest manifest = manifests.get(crm);
        Mapped contact = mappings.map(crm, manifest.mappingOf("contact").replace(".jq", ""), registered).orElseThrow();
        assertThat(contact.object()).isEqualTo(object).isEqualTo(manifest.actions().get("contact").object());
        assertThat(manifest.actions().get("contact").fields()).contains(field);
        assertThat(contact.key()).isNotBlank();
        assertThat(contact.payload().path(field).asText()).isNotBlank();
    }

    /** A contact's stage is the people's: who is a customer already must not become a lead again. */
    @Test
    void aContactOfHubspotKeepsItsStage() {
        assertThat(mappings.map("hubspot", "lead", registered).orElseThrow().payload().path("lifecyclestage").asText()).isEqualTo("lead");
        assertThat(mappings.map("hubspot", "contact", registered).orElseThrow().payload().has("lifecyclestage")).isFalse();
    }

    @Test
    void nothingElseMakesOneOfItsOwn() {
        for (String crm : new String[] {"salesforce", "zoho", "dynamics"}) {
            assertThat(mappings.map(crm, "contact", Fixtures.event("payment-processed"))).as(crm).isEmpty();
        }
    }
}
