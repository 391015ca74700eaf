package com.versaai.hub.delivery.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.versaai.hub.delivery.deadletter.DeadLetterBox.Letter;
import com.versaai.hub.delivery.deadletter.DeadLetterBox;
import com.versaai.hub.delivery.deadletter.RawRecord;
import com.versaai.hub.engine.KafkaRecords;
import com.versaai.hub.engine.RepeatedLines;
import com.versaai.hub.engine.Topics;
import org.apache.camel.Exchange;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records in a delivery queue that are no deliveries: kept as dead letters, as they came. Bean {@code unreadableDeliveries}. */
class UnreadableDeliveries {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableDeliveries.class);
    private static final RepeatedLines LINES = RepeatedLines.to(LOG);

    private final DeadLetterBox box;

    UnreadableDeliveries(DeadLetterBox box) {
        this.box = box;
    }

    /** Keeps the record; the exchange may be acknowledged afterwards. */
    public void keep(Exchange exchange) throws JsonProcessingException {
        String location = KafkaRecords.location(exchange);
        String destination = location.substring(Topics.ofDestination("").length()).replaceAll("-\\d+@.*", "");
        String id = box.keep(new Letter("unreadable/" + location, destination, "unreadable", "unknown", "unknown", null, null,
                RawRecord.content(exchange.getMessage().getBody(byte[].class)), "unreadable",
                fault(exchange).getMessage(), location));
        LINES.warn("records in the queue of " + destination + " that are no deliveries", location,
                "Record {} is {}; kept as dead letter {}", location, fault(exchange).getMessage(), id);
    }

    private static UnreadableDeliveryException fault(Exchange exchange) {
        return ObjectHelper.getException(UnreadableDeliveryException.class, KafkaRecords.failure(exchange));
    }
}
