package com.versaai.hub.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.connector.Contact;
import com.versaai.hub.provider.Answers;
import com.versaai.hub.provider.ProviderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of an answer in the shape of Salesforce's documentation. */
class SalesforceContactsTest {

    private static final String ANA = """
            {"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact","url":"/services/data/v66.0/sobjects/Contact/003D000000QV9n2IAD"},
             "Id":"003D000000QV9n2IAD","Email":"Ana@acme.example","FirstName":"Ana","LastName":"Ruiz",
             "Account":{"attributes":{"type":"Account","url":"/services/data/v66.0/sobjects/Account/001D000000K0fXOIAZ"},"Name":"Acme, S.L."},
             "LastModifiedDate":"2026-01-05T12:00:00.000+0000"}]}""";

    private final SalesforceContacts contacts = new SalesforceContacts(null, Answers.settings("hub.provider.salesforce.login-url", "https://acme.my.salesforce.com",
            "hub.provider.salesforce-eu.login-url", "https://acme-eu.my.salesforce.com/"));

    private Contact found(String account, String json) {
        return contacts.contacts(account, "ana@acme.example", Answers.of("salesforce", 200, json)).get(0);
    }

    @Test
    void theAccountsNameIsTheCompanyAndThePageIsInTheOrg() {
        assertThat(found("salesforce", ANA)).isEqualTo(new Contact("003D000000QV9n2IAD", "Ana@acme.example", "Ana", "Ruiz", "Ana Ruiz", "Acme, S.L.",
                "https://acme.my.salesforce.com/003D000000QV9n2IAD", "2026-01-05T12:00:00Z"));
        assertThat(found("salesforce-eu", ANA).url()).as("of its own account").isEqualTo("https://acme-eu.my.salesforce.com/003D000000QV9n2IAD");
    }

    @Test
    void whoBelongsToNoAccountHasNoCompany() {
        assertThat(found("salesforce", ANA.replaceFirst("(?s)\"Account\":\\{.*?\"Acme, S.L.\"\\}", "\"Account\":null")).company()).isNull();
        assertThat(found("salesforce", ANA.replace("\"Acme, S.L.\"", "\" \"")).company()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../secur/logout.jsp", "", "003D000000QV9n2IAD/x", "003"})
    void anIdThatIsNoneIsNoPartOfAnAddress(String id) {
        assertThatThrownBy(() -> found("salesforce", ANA.replace("\"Id\":\"003D000000QV9n2IAD\"", "\"Id\":\"" + id + '"'))).isInstanceOf(ProviderException.class);
    }
}
