package com.versaai.hub.connector.zoho;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Contact;
import com.versaai.hub.provider.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an answer in the shape of Zoho's documentation. */
class ZohoContactsTest {

    private static final String ANA = """
            {"data":[{"Email":"ana@acme.example","Secondary_Email":"ana@home.example","First_Name":"Ana","Last_Name":"Ruiz","Full_Name":"Dra. Ana Ruiz",
             "Account_Name":{"name":"Acme, S.L.","id":"5725767000000524001"},"Modified_Time":"2026-01-05T13:00:00+01:00","id":"5725767000000524157"}],
             "info":{"per_page":10,"count":1,"page":1,"more_records":false}}""";

    private static Contact found(String accounts, String email, String json) {
        return new ZohoContacts(Answers.settings("hub.provider.zoho.accounts-url", accounts)).contacts("zoho", email, Answers.of("zoho", 200, json)).get(0);
    }

    @Test
    void theAccountsNameIsTheCompanyAndThePageIsInTheDataCentre() {
        assertThat(found("https://accounts.zoho.eu", "ANA@acme.example", ANA)).isEqualTo(new Contact("5725767000000524157", "ana@acme.example", "Ana", "Ruiz",
                "Dra. Ana Ruiz", "Acme, S.L.", "https://crm.zoho.eu/crm/tab/Contacts/5725767000000524157", "2026-01-05T12:00:00Z"));
        assertThat(found("https://accounts.zoho.eu", "ana@home.example", ANA).email()).as("the one that was asked for").isEqualTo("ana@home.example");
    }

    @Test
    void whoBelongsToNoAccountHasNoCompany() {
        assertThat(found("https://accounts.zoho.eu", "ana@acme.example", ANA.replaceFirst("\"Account_Name\":\\{[^}]*}", "\"Account_Name\":null")).company()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"https://accounts.zoho.com,https://crm.zoho.com", "https://accounts.zoho.com.au/,https://crm.zoho.com.au", "http://localhost:8080/zoho,", "https://evil.example/accounts.zoho.com,"})
    void onlyADataCentreSaysWhereItsPagesAre(String accounts, String centre) {
        assertThat(found(accounts, "ana@acme.example", ANA).url()).isEqualTo(centre == null ? null : centre + "/crm/tab/Contacts/5725767000000524157");
    }
}
