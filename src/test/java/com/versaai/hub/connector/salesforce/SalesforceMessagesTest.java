package com.versaai.hub.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.versaai.hub.connector.InboundMapping;
import com.versaai.hub.connector.InboundRequest;
import com.versaai.hub.connector.UnmappableException;
import com.versaai.hub.event.Event;
import com.versaai.hub.json.MalformedBodyException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SalesforceMessagesTest {

    private static final Instant ARRIVED = Instant.parse("2026-01-05T10:00:00Z");
    private static final String RECORD = """
            <sObject xsi:type="sf:Lead" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>00Q540000000lnc2AA</sf:Id>\
            <sf:Email>zoe@acme.example</sf:Email><sf:LastModifiedDate>2025-10-09T08:53:20.000Z</sf:LastModifiedDate><sf:Status>Working</sf:Status></sObject>""";

    private final SalesforceMessages messages = new SalesforceMessages(new SalesforceChanges(List.of("salesforce.Lead.Status", "salesforce.Contact.Email")));

    private static String notification(String id, String record) {
        return "<Notification><Id>" + id + "</Id>" + record + "</Notification>";
    }

    private static String message(String... notifications) {
        return "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                + "<soapenv:Body><notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\"><OrganizationId>00D3000000001n7EAA</OrganizationId>"
                + String.join("", notifications) + "</notifications></soapenv:Body></soapenv:Envelope>";
    }

    private InboundMapping map(String body) {
        return messages.map(new InboundRequest("salesforce", null, null, null, null, null, null, ARRIVED, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aNotificationIsAChangeOfItsRecord() {
        Event event = map(message(notification("04lR0000000CcIFIA0", RECORD))).events().get(0);
        assertThat(event.source()).isEqualTo("/salesforce");
        assertThat(event.type()).isEqualTo("crm.record.changed");
        assertThat(event.originid()).isEqualTo("04lR0000000CcIFIA0");
        assertThat(event.subject()).isEqualTo("salesforce-Lead-00Q540000000lnc2AA");
        assertThat(event.tenant()).isEqualTo("00D3000000001n7EAA");
        assertThat(event.time()).isEqualTo("2025-10-09T08:53:20Z");
        assertThat(event.data()).as("the address is not carried, since nobody lists it").isEqualTo(Map.of("crm", "salesforce", "object", "Lead",
                "id", "00Q540000000lnc2AA", "change", "updated", "values", Map.of("Status", "Working")));
    }

    @Test
    void ofTwoNotificationsEachIsAnEventAndTheSameAgainIsNone() {
        String one = notification("04lR0000000CcIFIA0", RECORD);
        String two = notification("04lR0000000CcIGIA0", RECORD);
        List<String> ids = map(message(one, two)).events().stream().map(Event::id).toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        assertThat(map(message(two, one, two)).events()).extracting(Event::id).as("sent again, together in another order").containsExactlyInAnyOrderElementsOf(ids);
        assertThat(map(message(one)).events()).extracting(Event::id).containsExactly(ids.get(0));
    }

    @Test
    void aRecordThatIsNewIsCreated() {
        String created = RECORD.replace("<sf:Email>", "<sf:CreatedDate>2025-10-09T08:53:20.000Z</sf:CreatedDate><sf:Email>");
        assertThat(map(message(notification("04lR0000000CcIFIA0", created))).events().get(0).data()).containsEntry("change", "created");
        assertThat(map(message(notification("04lR0000000CcIFIA0", created.replace("<sf:LastModifiedDate>2025-10-09T08:53:20", "<sf:LastModifiedDate>2025-10-09T08:53:21"))))
                .events().get(0).data()).containsEntry("change", "updated");
    }

    @Test
    void ofADeletedRecordNothingIsLeftToTell() {
        for (String gone : List.of("", "<sObject xsi:type=\"sf:Lead\" xmlns:sf=\"urn:x\"/>", "<sObject xsi:nil=\"true\"/>", "<sObject xsi:type=\"sf:Lead\" xmlns:sf=\"urn:x\"><sf:Id xsi:nil=\"true\"/></sObject>")) {
            InboundMapping alone = map(message(notification("04lR0000000CcIFIA0", gone)));
            assertThat(alone.outcome()).as(gone).isEqualTo(InboundMapping.Outcome.IGNORED);
            assertThat(map(message(notification("04lR0000000CcIFIA0", gone), notification("04lR0000000CcIGIA0", RECORD))).events()).hasSize(1);
        }
    }

    @Test
    void thePrefixesAreTheSendersBusiness() {
        String other = message(notification("04lR0000000CcIFIA0", RECORD)).replace("soapenv", "S").replace("xsi", "i").replace("sf:", "x1:").replace(":sf", ":x1");
        assertThat(map(other).events().get(0).data()).containsEntry("object", "Lead").containsEntry("id", "00Q540000000lnc2AA");
        assertThatThrownBy(() -> map(message(notification("04lR0000000CcIFIA0", RECORD)).replace("xmlns:sf", "xmlns:other"))).isInstanceOf(MalformedBodyException.class);
        assertThatThrownBy(() -> map(message(notification("04lR0000000CcIFIA0", RECORD)).replace("2005/09/outbound", "2099/09/outbound")))
                .isInstanceOf(UnmappableException.class).hasMessageContaining("notifications is missing");
    }

    @Test
    void aTypeThatIsNoNameAndTooManyAreRefused() {
        for (String bad : List.of(RECORD.replace("sf:Lead", "sf:../x"), RECORD.replace(" xsi:type=\"sf:Lead\"", ""), RECORD.replace("00Q540000000lnc2AA", "' or 1=1"))) {
            assertThatThrownBy(() -> map(message(notification("04lR0000000CcIFIA0", bad)))).as(bad).isInstanceOf(UnmappableException.class);
        }
        String[] many = new String[101];
        java.util.Arrays.setAll(many, i -> notification("04lR00000%08d".formatted(i) + "A", RECORD));
        assertThatThrownBy(() -> map(message(many))).isInstanceOf(UnmappableException.class);
        assertThatThrownBy(() -> map(message())).isInstanceOf(UnmappableException.class);
        assertThat(map(message(java.util.Arrays.copyOf(many, 100))).events()).hasSize(100);
    }
}
