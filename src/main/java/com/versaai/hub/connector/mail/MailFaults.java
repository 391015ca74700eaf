package com.versaai.hub.connector.mail;

import com.versaai.hub.provider.Fault;
import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultDecoder;
import com.versaai.hub.provider.GenericFaults;
import com.versaai.hub.provider.ProviderAnswer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ParseException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Failures of a mail server: SMTP reply codes say it all, 4xx try again, 5xx never. */
final class MailFaults implements FaultDecoder {

    /** What jakarta.mail has in place of a reply code where the connection ended. */
    private static final int NO_REPLY = -1;

    private final FaultDecoder generic = new GenericFaults();

    /** For a server that mail is handed to over HTTP. */
    @Override
    public Fault decode(ProviderAnswer answer) {
        return generic.decode(answer);
    }

    @Override
    public Fault decode(Throwable thrown) {
        if (thrown instanceof SMTPSendFailedException failed) {
            return failed.getReturnCode() == NO_REPLY ? hungUp(failed.getCommand()) : reply(failed.getReturnCode());
        }
        if (thrown instanceof SMTPAddressFailedException failed) {
            return failed.getReturnCode() == NO_REPLY ? hungUp("") : reply(failed.getReturnCode());
        }
        if (thrown instanceof SMTPSenderFailedException failed) {
            return failed.getReturnCode() == NO_REPLY ? hungUp("") : reply(failed.getReturnCode());
        }
        if (thrown instanceof AuthenticationFailedException) {
            return fault(FaultClass.PERMANENT, "authentication_failed", "the mail server refused the login");
        }
        if (thrown instanceof ParseException) {
            return fault(FaultClass.PERMANENT, "invalid_address", "an address is no e-mail address");
        }
        return thrown instanceof MessagingException && thrown.getCause() == null
                ? fault(FaultClass.TRANSIENT, "mail_error", "the mail could not be handed over") : null;
    }

    /** After the end of the text nobody knows whether the mail went out; before it surely did not. */
    private static Fault hungUp(String command) {
        boolean textSent = command != null && command.strip().equals(".");
        return textSent ? fault(FaultClass.IN_DOUBT, "no_answer", "the mail server hung up after the text")
                : fault(FaultClass.TRANSIENT, "connection_closed", "the mail server hung up before the text");
    }

    private static Fault reply(int code) {
        FaultClass faultClass = code >= 500 ? FaultClass.PERMANENT : FaultClass.TRANSIENT;
        return fault(faultClass, "smtp_" + code, "the mail server answered " + code);
    }

    private static Fault fault(FaultClass faultClass, String code, String message) {
        return new Fault(faultClass, null, code, message, null, null);
    }
}
