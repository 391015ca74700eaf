package com.versaai.hub.connector.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Contact;
import com.versaai.hub.provider.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an answer in the shape of HubSpot's documentation. */
class HubspotContactsTest {

    private static final String PAGE = "https://app.hubspot.com/contacts/1234567/record/0-1/512";
    private static final String ANA = """
            {"status":"COMPLETE","results":[{"id":"512","properties":{"company":"Acme, S.L.","createdate":"2025-11-30T08:00:00.000Z","email":"ana@acme.example",
             "firstname":"Ana","hs_object_id":"512","lastmodifieddate":"2026-01-05T12:00:00.000Z","lastname":"Ruiz"},"createdAt":"2025-11-30T08:00:00.000Z",
             "updatedAt":"2026-01-05T12:00:09.000Z","archived":false,"url":"https://app.hubspot.com/contacts/1234567/record/0-1/512"}],
             "startedAt":"2026-01-05T12:30:00.000Z","completedAt":"2026-01-05T12:30:00.012Z"}""";

    private static Contact found(String json) {
        return new HubspotContacts().contacts("hubspot", "ana@acme.example", Answers.of("hubspot", 200, json)).get(0);
    }

    @Test
    void theCompanyIsThePropertyAndThePageIsWhatHubspotSays() {
        assertThat(found(ANA)).isEqualTo(new Contact("512", "ana@acme.example", "Ana", "Ruiz", "Ana Ruiz", "Acme, S.L.", PAGE, "2026-01-05T12:00:00Z"));
    }

    @Test
    void whatIsNotSaidIsNull() {
        Contact bare = found(ANA.replace("\"Acme, S.L.\"", "null").replace("\"url\":\"" + PAGE + "\"", "\"url\":null")
                .replace("\"lastmodifieddate\":\"2026-01-05T12:00:00.000Z\"", "\"lastmodifieddate\":null"));
        assertThat(bare.company()).isNull();
        assertThat(bare.url()).isNull();
        assertThat(bare.updatedAt()).as("of the object").isEqualTo("2026-01-05T12:00:09Z");
    }

    /** People click on it. */
    @ParameterizedTest
    @CsvSource({"https://app-eu1.hubspot.com/contacts/1/record/0-1/512,true", "http://app.hubspot.com/contacts/1,false", "https://app.hubspot.com.evil.example/x,false",
        "https://evil.example/app.hubspot.com/x,false", "https://evilhubspot.com/x,false", "javascript:alert(1),false", "https://x@evil.example/.hubspot.com/x,false"})
    void onlyAPageOfHubspotsIsPassedOn(String url, boolean passed) {
        assertThat(found(ANA.replace(PAGE, url)).url()).isEqualTo(passed ? url : null);
    }
}
