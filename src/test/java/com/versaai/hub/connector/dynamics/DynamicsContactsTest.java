package com.versaai.hub.connector.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.connector.Contact;
import com.versaai.hub.provider.Answers;
import com.versaai.hub.provider.ProviderException;
import org.junit.jupiter.api.Test;

/** What is made of an answer in the shape of Dataverse's documentation. */
class DynamicsContactsTest {

    private static final String ID = "c1a30e10-0004-4000-8000-000000000004";
    private static final String ANA = """
            {"@odata.context":"https://acme.crm4.dynamics.com/api/data/v9.2/$metadata#contacts(contactid,emailaddress1,firstname,lastname,modifiedon,parentcustomerid_account(name))",
             "value":[{"@odata.etag":"W/\\"4712\\"","contactid":"c1a30e10-0004-4000-8000-000000000004","emailaddress1":"Ana@acme.example","firstname":"Ana","lastname":"Ruiz",
             "modifiedon":"2026-01-05T12:00:00Z","parentcustomerid_account":{"name":"Acme, S.L.","accountid":"c1a30e10-0009-4000-8000-000000000009"}}]}""";

    private final DynamicsContacts contacts = new DynamicsContacts(Answers.settings("hub.provider.dynamics.base-url", "https://acme.crm4.dynamics.com"));

    private Contact found(String json) {
        return contacts.contacts("dynamics", "ana@acme.example", Answers.of("dynamics", 200, json)).get(0);
    }

    @Test
    void theAccountsNameIsTheCompanyAndThePageIsInTheEnvironment() {
        assertThat(found(ANA)).isEqualTo(new Contact(ID, "Ana@acme.example", "Ana", "Ruiz", "Ana Ruiz", "Acme, S.L.",
                "https://acme.crm4.dynamics.com/main.aspx?etn=contact&pagetype=entityrecord&id=" + ID, "2026-01-05T12:00:00Z"));
    }

    @Test
    void whoseParentIsAContactOrNobodyHasNoCompany() {
        assertThat(found(ANA.replaceFirst("\"parentcustomerid_account\":\\{[^}]*}", "\"parentcustomerid_account\":null")).company()).isNull();
    }

    @Test
    void anIdThatIsNoneIsNoPartOfAnAddress() {
        assertThatThrownBy(() -> found(ANA.replace(ID, "1&cmd=x"))).isInstanceOf(ProviderException.class);
    }
}
