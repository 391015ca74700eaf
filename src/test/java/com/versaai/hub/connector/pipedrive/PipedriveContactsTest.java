package com.versaai.hub.connector.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.connector.Contact;
import com.versaai.hub.provider.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an answer in the shape of Pipedrive's documentation. */
class PipedriveContactsTest {

    private static final String ANA = """
            {"success":true,"data":{"items":[{"result_score":1.2,"item":{"id":42,"type":"person","name":"Ana Ruiz","phones":["+34 600"],
             "emails":["work@acme.example","Ana@acme.example"],"primary_email":"work@acme.example","visible_to":3,"owner":{"id":7},
             "organization":{"id":9,"name":"Acme, S.L.","address":null},"custom_fields":[],"notes":[],"update_time":null}}]},
             "additional_data":{"next_cursor":null}}""";

    private static Contact found(String base, String json) {
        return new PipedriveContacts(Answers.settings("hub.provider.pipedrive.base-url", base)).contacts("pipedrive", "ana@acme.example",
                Answers.of("pipedrive", 200, json)).get(0);
    }

    @Test
    void theOrganizationIsTheCompanyAndThePageIsInTheCompanysOwnAddress() {
        assertThat(found("https://acme.pipedrive.com", ANA)).isEqualTo(new Contact("42", "Ana@acme.example", null, null, "Ana Ruiz", "Acme, S.L.",
                "https://acme.pipedrive.com/person/42", null));
    }

    @Test
    void whoBelongsToNoOrganizationHasNoCompany() {
        assertThat(found("https://acme.pipedrive.com", ANA.replaceFirst("\"organization\":\\{[^}]*}", "\"organization\":null")).company()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"https://acme.pipedrive.com/,true", "https://acme.pipedrive.com/api,true", "https://api.pipedrive.com,false", "http://localhost:8080/pipedrive,false",
        "https://evil.example/acme.pipedrive.com,false", "https://a.b.pipedrive.com,false"})
    void onlyACompanysOwnAddressSaysWhereItsPeopleAre(String base, boolean said) {
        assertThat(found(base, ANA).url()).isEqualTo(said ? "https://acme.pipedrive.com/person/42" : null);
    }
}
