package com.versaai.hub.connector.mail;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.ProviderException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Turns the payload of a mail delivery into Camel's mail headers. Bean {@code mailMessages}. */
class MailMessages {

    private static final int LONGEST_SUBJECT = 200;

    private final MailSettings settings;
    private final ObjectMapper json;

    MailMessages(MailSettings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
    }

    /**
     * Sets To, From, Subject and the text. Headers from before are removed, since any could become a mail header.
     *
     * @throws ProviderException permanent, when a recipient or the text is missing
     */
    public void prepare(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        JsonNode mail = read(message.getBody(byte[].class));
        List<String> recipients = new ArrayList<>();
        mail.path("to").forEach(to -> recipients.add(oneLine(to.asText())));
        if (recipients.isEmpty() || !mail.path("text").isTextual()) {
            throw refused("payload", "a mail needs to (an array) and text");
        }
        message.removeHeaders("*");
        message.setHeader("To", String.join(", ", recipients));
        message.setHeader("From", settings.from());
        message.setHeader("Subject", cut(oneLine(mail.path("subject").asText())));
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
        message.setBody(mail.path("text").asText());
    }

    /** The server took it; that is all SMTP says. */
    public void sent(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody("accepted by the mail server");
    }

    private JsonNode read(byte[] body) throws IOException {
        try {
            JsonNode mail = body == null ? null : json.readTree(body);
            if (mail == null || !mail.isObject()) {
                throw refused("payload", "a mail is a JSON object");
            }
            return mail;
        } catch (JacksonException e) {
            throw refused("payload", "a mail is a JSON object");
        }
    }

    /** A line break in a header would begin another header. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n\\t\\p{Cntrl}]+", " ").strip();
    }

    private static String cut(String subject) {
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1) + "…";
    }

    private static ProviderException refused(String code, String why) {
        return new ProviderException("mail", new Fault(FaultClass.PERMANENT, null, code, why, null, null));
    }
}
