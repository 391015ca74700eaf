package com.versaai.hub.sandbox.salesforce;

import com.versaai.hub.sandbox.OutgoingWebhook;
import com.versaai.hub.sandbox.WebhookSender;
import com.versaai.hub.sandbox.WebhookValueException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Salesforce's outbound messages by the object they are about; {@code notifications} (how many in one, up to 100), {@code status} (a
 * field of the record) and {@code deleted} ({@code true}: the record is gone, and the message empty) can be chosen.
 */
final class SalesforceMessageSender implements WebhookSender {

    private static final Map<String, String> VALUES = Map.of("notifications", "[1-9]\\d?|100", "status", "[\\w .-]{1,80}", "deleted", "true|false");
    private static final Map<String, String> PREFIXES = Map.of("Account", "001", "Contact", "003", "Lead", "00Q", "Opportunity", "006", "Case", "500");
    private static final long MOST = 1_000_000_000_000L;

    private final Clock clock;

    SalesforceMessageSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<String> types() {
        return PREFIXES.keySet().stream().sorted().toList();
    }

    @Override
    public OutgoingWebhook make(String type, Map<String, String> query, Map<String, String> values) {
        Map<String, String> chosen = new HashMap<>(query);
        chosen.putAll(values);
        if (chosen.entrySet().stream().anyMatch(value -> !VALUES.containsKey(value.getKey()) || !value.getValue().matches(VALUES.get(value.getKey())))) {
            throw new WebhookValueException("only these can be given, and at most 100 notifications", List.copyOf(VALUES.keySet()));
        }
        long first = ThreadLocalRandom.current().nextLong(MOST / 2);
        StringBuilder notifications = new StringBuilder();
        for (int i = 0; i < Integer.parseInt(chosen.getOrDefault("notifications", "1")); i++) {
            notifications.append(notification(type, first + i, chosen));
        }
        String body = """
                <?xml version="1.0" encoding="UTF-8"?>
                <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" \
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                 <soapenv:Body>
                  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
                   <OrganizationId>%s</OrganizationId>
                   <ActionId>04k300000000001AAA</ActionId>
                   <SessionId xsi:nil="true"/>
                   <EnterpriseUrl>https://sandbox.example/services/Soap/c/68.0/%1$s</EnterpriseUrl>
                   <PartnerUrl>https://sandbox.example/services/Soap/u/68.0/%1$s</PartnerUrl>
                %s  </notifications>
                 </soapenv:Body>
                </soapenv:Envelope>
                """.formatted(SalesforceSandbox.ORGANIZATION, notifications);
        return new OutgoingWebhook(id("04l", first), "/webhooks/salesforce?token=" + SalesforceSandbox.MESSAGE_TOKEN,
                Map.of("Content-Type", "text/xml; charset=utf-8", "SOAPAction", "\"\"", "User-Agent", "Jakarta Commons-HttpClient/3.1"),
                body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private String notification(String type, long number, Map<String, String> chosen) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String fields = "true".equals(chosen.get("deleted")) ? "" : """
                <sf:Id>%s</sf:Id><sf:LastModifiedDate>%s</sf:LastModifiedDate><sf:Status>%s</sf:Status>"""
                .formatted(id(PREFIXES.get(type), number), now, chosen.getOrDefault("status", "Working"));
        return "   <Notification><Id>%s</Id><sObject xsi:type=\"sf:%s\" xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\">%s</sObject></Notification>\n"
                .formatted(id("04l", number), type, fields);
    }

    private static String id(String prefix, long number) {
        return "%s%012dAAA".formatted(prefix, number);
    }
}
