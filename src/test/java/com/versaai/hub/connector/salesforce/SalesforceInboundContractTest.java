package com.versaai.hub.connector.salesforce;

import com.versaai.hub.inbound.InboundContract;

class SalesforceInboundContractTest extends InboundContract {

    private static final String NOTIFICATION = """
            <Notification><Id>%s</Id><sObject xsi:type="sf:Lead" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>00Q540000000lnc2AA</sf:Id>\
            <sf:LastModifiedDate>2025-10-09T08:53:20.000Z</sf:LastModifiedDate><sf:Name>Zoë &amp; Söhne</sf:Name></sObject></Notification>""";

    private static String message(String... notifications) {
        return """
            <?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound">\
            <OrganizationId>00D3000000001n7EAA</OrganizationId><ActionId>04kR00000004CCXIA2</ActionId><SessionId xsi:nil="true"/>\
            <EnterpriseUrl>https://acme.example/services/Soap/c/68.0</EnterpriseUrl>""" + String.join("", notifications)
            + "</notifications></soapenv:Body></soapenv:Envelope>";
    }

    @Override
    protected String body() {
        return message(NOTIFICATION.formatted("04lR0000000CcIFIA0"), NOTIFICATION.formatted("04lR0000000CcIGIA0"));
    }

    @Override
    protected String batch() {
        return message(NOTIFICATION.formatted("04lR0000000CcIFIA0"), NOTIFICATION.formatted("none"), NOTIFICATION.formatted("04lR0000000CcIHIA0"));
    }

    @Override
    protected String withoutBatches() {
        return null;
    }
}
