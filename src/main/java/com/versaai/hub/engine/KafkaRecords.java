package com.versaai.hub.engine;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultMessage;

/** The Kafka side of an exchange: where a record lies, acknowledging it, and records to be sent. */
public final class KafkaRecords {

    private static final String COMMIT = "hub.commit";
    private static final String LOCATION = "hub.location";
    private static final String KEY = "hub.key";

    private KafkaRecords() {
    }

    /**
     * To be called first on a consumed record: later steps may remove Camel's Kafka headers from the message.
     *
     * @return false when an earlier record of the partition waits; the route ends here and this one is read again after it
     */
    public static boolean begin(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setProperty(COMMIT, message.getHeader(KafkaConstants.MANUAL_COMMIT));
        exchange.setProperty(LOCATION, message.getHeader(KafkaConstants.TOPIC) + "-" + message.getHeader(KafkaConstants.PARTITION)
                + "@" + message.getHeader(KafkaConstants.OFFSET));
        exchange.setProperty(KEY, message.getHeader(KafkaConstants.KEY, String.class));
        message.getHeaders().keySet().removeIf(name -> name.regionMatches(true, 0, "kafka.", 0, 6));
        message.removeHeader("CamelKafkaManualCommit");
        boolean behind = exchange.getProperty(AcknowledgedOffsets.BEHIND_BLOCKED, false, boolean.class);
        if (behind) {
            exchange.setRouteStop(true);
        }
        return !behind;
    }

    /** {@code topic-partition@offset} of the record being processed. */
    public static String location(Exchange exchange) {
        return exchange.getProperty(LOCATION, String.class);
    }

    /** Its key, null when it has none. */
    public static String key(Exchange exchange) {
        return exchange.getProperty(KEY, String.class);
    }

    /**
     * Says that everything the record asked for is durable. Until then its offset is not committed, and when the exchange
     * ends without it the record is read again.
     */
    public static void acknowledge(Exchange exchange) {
        KafkaManualCommit commit = exchange.getProperty(COMMIT, KafkaManualCommit.class);
        if (commit != null) {
            commit.commit();
        }
    }

    /**
     * Lets the route end before {@code outcome} is durable: the offset waits for it. Where there is no record to read again, the
     * caller waits here.
     *
     * @throws org.springframework.dao.DataAccessException when it cannot be made durable, unless a record waits for it
     */
    public static void awaits(Exchange exchange, GroupCommit.Pending outcome) {
        if (exchange.getProperty(COMMIT) instanceof AcknowledgedOffsets.Acknowledgement record) {
            record.awaits(outcome.future());
        } else {
            outcome.await();
        }
    }

    /** What stopped the route, whether Camel hands it to an {@code onException} already or not; null when nothing did. */
    public static Throwable failure(Exchange exchange) {
        return exchange.getException() != null ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }

    /** A record for the Kafka producer: several of them as a list body are sent together and awaited together. */
    public static Message record(Exchange exchange, String topic, String key, byte[] value) {
        Message message = new DefaultMessage(exchange.getContext());
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic);
        message.setHeader(KafkaConstants.KEY, key);
        message.setBody(value);
        return message;
    }
}
