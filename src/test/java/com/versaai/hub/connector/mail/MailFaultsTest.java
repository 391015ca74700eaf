package com.versaai.hub.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.provider.FaultClass;
import com.versaai.hub.provider.FaultClassifier;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.ConnectException;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.junit.jupiter.api.Test;

class MailFaultsTest {

    private final FaultClassifier classifier = new FaultClassifier(Clock.systemUTC(), destination -> Optional.of(new MailFaults()));

    @Test
    void readsSmtpReplies() throws Exception {
        InternetAddress ana = new InternetAddress("ana@acme.example");
        Exception full = new SendFailedException("Invalid Addresses", new SMTPAddressFailedException(ana, "RCPT", 452, "full ana@acme.example"));
        assertThat(classifier.classify("mail", full)).extracting("faultClass", "code").containsExactly(FaultClass.TRANSIENT, "smtp_452");
        Exception unknown = new SMTPSendFailedException("DATA", 550, "no", null, null, null, null);
        assertThat(classifier.classify("mail", unknown)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "smtp_550");
        assertThat(classifier.classify("mail", new SMTPSendFailedException("\r\n.", -1, "[EOF]", null, null, null, null)).faultClass())
                .as("the text was sent").isEqualTo(FaultClass.IN_DOUBT);
        assertThat(classifier.classify("mail", new SMTPSendFailedException("DATA", -1, "[EOF]", null, null, null, null)).faultClass())
                .as("it was not").isEqualTo(FaultClass.TRANSIENT);
        assertThat(classifier.classify("mail", new MessagingException("down", new ConnectException("refused"))).code()).isEqualTo("connect_refused");
        assertThat(classifier.classify("mail", new AuthenticationFailedException()).faultClass()).isEqualTo(FaultClass.PERMANENT);
        assertThat(classifier.classify("mail", new MessagingException("odd")).faultClass()).isEqualTo(FaultClass.TRANSIENT);
        assertThat(classifier.classify("mail", new AddressException("bad")).faultClass()).isEqualTo(FaultClass.PERMANENT);
    }
}
