package com.versaai.hub.connector.dynamics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.versaai.hub.provider.FaultClassifier;
import com.versaai.hub.provider.MissingPropertyException;
import com.versaai.hub.provider.Payload;
import com.versaai.hub.provider.ProviderException;
import com.versaai.hub.provider.Secrets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code dynamicsRecords} of {@code dynamics-record-sink}: which call is to be made, and what its answer means. */
public final class DynamicsRecords {

    /** Property of an exchange while there is a call to make. */
    private static final String DELIVERY = "hubDynamicsDelivery";
    private static final String BASE = "hubDynamicsPath";

    private final Secrets settings;
    private final FaultClassifier faults;

    DynamicsRecords(Secrets settings, FaultClassifier faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * Sets the first call: the upsert by the account's key column.
     *
     * @throws ProviderException permanent, when object or {@code HubKey} are missing or unusable, or the payload is no object
     */
    public void prepare(Exchange exchange, String account) {
        Message message = exchange.getMessage();
        String set = Payload.header(DynamicsRow.DYNAMICS, message, "HubObject", "[a-z][a-z0-9_]{0,99}");
        String key = Payload.header(DynamicsRow.DYNAMICS, message, "HubKey", "(?s).{1,255}");
        ObjectNode payload = Payload.of(DynamicsRow.DYNAMICS, message);
        String prefix = "hub.provider." + account + '.';
        String keyColumn = setting(prefix + "key-column", "hub_key", "[a-z][a-z0-9]{1,7}_[a-z0-9_]{1,90}", "the logical name of a custom column, hub_key");
        String version = setting(prefix + "api-version", "v9.2", "v9\\.\\d", "a version of the Web API, v9.2");
        boolean detecting = Boolean.parseBoolean(setting(prefix + "duplicate-detection", "true", "true|false", "true or false"));
        DynamicsDelivery delivery = new DynamicsDelivery(DynamicsRow.of(set, key, payload, keyColumn), keyColumn, detecting);
        exchange.setProperty(DELIVERY, delivery);
        exchange.setProperty(BASE, "api/data/" + version + '/');
        make(exchange, delivery.first());
    }

    private String setting(String property, String otherwise, String pattern, String what) {
        String value = settings.has(property) ? settings.value(property).strip() : otherwise;
        if (!value.matches(pattern)) {
            throw new MissingPropertyException("property " + property + " is not " + what);
        }
        return value;
    }

    /**
     * Sets the next call, or removes the property that says there is one.
     *
     * @throws ProviderException what Dynamics refused, and in doubt what is none of its answers
     */
    public void answered(Exchange exchange) {
        DynamicsDelivery delivery = exchange.getProperty(DELIVERY, DynamicsDelivery.class);
        Message message = exchange.getMessage();
        DynamicsReply reply = DynamicsReply.of(message, faults);
        // Whoever throws from here on has ended it.
        exchange.removeProperty(DELIVERY);
        DynamicsDelivery.Call next = delivery.after(reply);
        if (next == null) {
            message.setBody(reply.answer().body());
        } else {
            exchange.setProperty(DELIVERY, delivery);
            make(exchange, next);
        }
    }

    private static void make(Exchange exchange, DynamicsDelivery.Call call) {
        Message message = exchange.getMessage();
        message.removeHeader(Exchange.HTTP_QUERY);
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_PATH, DynamicsCalls.asking(call.exists(), call.suppress()) + '/' + exchange.getProperty(BASE, String.class)
                + call.path());
        if (call.query() != null) {
            message.setHeader(Exchange.HTTP_QUERY, call.query());
        }
        if (call.body() == null) {
            message.removeHeader(Exchange.CONTENT_TYPE);
            message.setBody(null);
        } else {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=UTF-8");
            message.setBody(Payload.bytes(call.body()));
        }
    }
}
