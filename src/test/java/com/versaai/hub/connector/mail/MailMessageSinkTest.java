package com.versaai.hub.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.versaai.hub.provider.ConnectorHarness;
import com.versaai.hub.provider.FaultClass;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real kamelet against a real SMTP server, and against servers that misbehave. */
class MailMessageSinkTest {

    private static final String SINK = "mail-message-sink";
    private static final String MAIL = "{\"to\":[\"ops@acme.example\",\"boss@acme.example\"],\"subject\":\"Störung: slack\",\"text\":\"Zeile 1\\nZeile 2 🎉\"}";

    private ConnectorHarness hub;
    private GreenMail server;

    @BeforeEach
    void start() throws Exception {
        hub = new ConnectorHarness();
        server = new GreenMail(ServerSetup.verbose(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()}));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        hub.close();
    }

    private void connect(int port, String username, String password) {
        MailSettings settings = new MailSettings("smtp", "127.0.0.1", port, username, password, "hub@acme.example", false, Duration.ofSeconds(1));
        hub.bind("mailMessages", new MailMessages(settings, new ObjectMapper()));
        hub.bind("mailSender", new MailConfiguration().mailSender(settings));
    }

    private Exchange send(String body) {
        return hub.send(SINK, body, Map.of("HubDeliveryId", "e/mail/system-alert", "Bcc", "spy@evil.example", "Reply-To", "spy@evil.example"));
    }

    @Test
    void sendsTextToEveryRecipientAndNobodyElse() throws Exception {
        connect(server.getSmtp().getPort(), "", "");
        Exchange done = send(MAIL);
        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody(String.class)).isEqualTo("accepted by the mail server");
        assertThat(done.getMessage().getHeaders()).isEmpty();
        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("Störung: slack");
        assertThat(mail.getContent().toString().replace("\r\n", "\n").strip()).isEqualTo("Zeile 1\nZeile 2 🎉");
        assertThat(mail.getContentType()).containsIgnoringCase("text/plain").containsIgnoringCase("utf-8");
        assertThat(mail.getFrom()[0]).hasToString("hub@acme.example");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ops@acme.example", "boss@acme.example");
        assertThat(mail.getHeader("Reply-To")).isNull();
        assertThat(mail.getHeader("HubDeliveryId")).isNull();
    }

    @Test
    void textFromOutsideBeginsNoHeaderAndIsCut() throws Exception {
        connect(server.getSmtp().getPort(), "", "");
        Exchange done = send("{\"to\":[\"ops@acme.example\"],\"subject\":\"a\\r\\nBcc: spy@evil.example\\u0000 " + "x".repeat(500) + "\",\"text\":\"t\"}");
        assertThat(done.getException()).isNull();
        assertThat(server.getReceivedMessages()).hasSize(1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).startsWith("a Bcc: spy@evil.example  xxx").endsWith("…").hasSize(200);
        assertThat(mail.getHeader("Bcc")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "no json", "{\"to\":[],\"text\":\"t\"}", "{\"to\":[\"a@b.example\"]}", "{\"to\":[\"a@b.example\"],\"text\":5}"})
    void refusesWhatIsNoMail(String body) {
        connect(server.getSmtp().getPort(), "", "");
        assertThat(hub.fault("mail", send(body))).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "payload");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsFinal() {
        connect(server.getSmtp().getPort(), "", "");
        Exchange done = send("{\"to\":[\"no address @@\"],\"subject\":\"s\",\"text\":\"t\"}");
        assertThat(hub.fault("mail", done)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "invalid_address");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aRefusedLoginIsFinalAndShowsNoPassword() {
        server.setUser("hub", "right");
        connect(server.getSmtp().getPort(), "hub", "wr0ng-p4ssw0rd");
        Exchange done = send(MAIL);
        assertThat(hub.fault("mail", done)).extracting("faultClass", "code").containsExactly(FaultClass.PERMANENT, "authentication_failed");
        assertThat(done.getException()).hasStackTraceContaining("Authentication").satisfies(thrown -> assertThat(thrown.toString()).doesNotContain("wr0ng"));
    }

    @Test
    void logsInWithEveryPrintableCharacter() {
        String password = ConnectorHarness.PRINTABLE.trim();
        server.setUser("hub", password);
        connect(server.getSmtp().getPort(), "hub", password);
        assertThat(send(MAIL).getException()).isNull();
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() {
        int port = server.getSmtp().getPort();
        server.stop();
        connect(port, "", "");
        assertThat(hub.fault("mail", send(MAIL)).faultClass()).isEqualTo(FaultClass.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource({"450 mailbox busy,TRANSIENT,smtp_450", "550 no such user,PERMANENT,smtp_550", "451 try later,TRANSIENT,smtp_451"})
    void theReplyToARecipientDecides(String reply, FaultClass expected, String code) throws Exception {
        try (Script smtp = new Script("RCPT", reply)) {
            connect(smtp.port(), "", "");
            assertThat(hub.fault("mail", send(MAIL))).extracting("faultClass", "code").containsExactly(expected, code);
        }
    }

    /** The server has the text and says nothing: nobody knows whether the mail went out. */
    @Test
    void silenceAfterTheTextIsInDoubt() throws Exception {
        try (Script smtp = new Script(".", null)) {
            connect(smtp.port(), "", "");
            assertThat(hub.fault("mail", send(MAIL)).faultClass()).isEqualTo(FaultClass.IN_DOUBT);
        }
    }

    @ParameterizedTest
    @CsvSource({"EHLO,TRANSIENT", "RCPT,TRANSIENT", "DATA,TRANSIENT", ".,IN_DOUBT"})
    void aServerThatDribblesHoldsNobody(String command, FaultClass expected) throws Exception {
        try (Script smtp = new Script(command, Script.DRIBBLE)) {
            connect(smtp.port(), "", "");
            long start = System.nanoTime();
            assertThat(hub.fault("mail", send(MAIL)).faultClass()).isEqualTo(expected);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** Whoever listens there is no mail server, and the mail is not handed over. */
    @Test
    void aWebPageIsNoMailServer() throws Exception {
        try (Script smtp = new Script("EHLO", "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html><body>Bad Request</body></html>")) {
            connect(smtp.port(), "", "");
            assertThat(send(MAIL).getException()).isNotNull();
        }
    }

    /** The mail is taken by then. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {Script.DRIBBLE, "500 what?"})
    void whatTheServerSaysToTheFarewellDoesNotMatter(String reply) throws Exception {
        try (Script smtp = new Script("QUIT", reply)) {
            connect(smtp.port(), "", "");
            assertThat(send(MAIL).getException()).isNull();
        }
    }

    /** An SMTP server that answers one command in its own way: with a line, or (null) never. */
    private static final class Script implements AutoCloseable {

        /** A reply of which a letter comes now and then, for 15 s. */
        static final String DRIBBLE = "dribble";

        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final String command;
        private final String reply;

        Script(String command, String reply) throws IOException {
            this.command = command;
            this.reply = reply;
            Thread serving = new Thread(this::serve, "scripted-smtp");
            serving.setDaemon(true);
            serving.start();
        }

        int port() {
            return listening.getLocalPort();
        }

        private void serve() {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    talk(socket);
                } catch (IOException | InterruptedException e) {
                    // the client hung up, or the test is over
                }
            }
        }

        private void talk(Socket socket) throws IOException, InterruptedException {
            say(socket, "220 script");
            boolean text = false;
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                String said = line.toString().strip();
                line.setLength(0);
                if (text && !said.equals(".")) {
                    continue;
                }
                text = said.startsWith("DATA");
                if (!said.startsWith(command)) {
                    say(socket, text ? "354 go on" : "250 ok");
                } else if (DRIBBLE.equals(reply)) {
                    for (int i = 0; i < 150; i++) {
                        Thread.sleep(100);
                        socket.getOutputStream().write('2');
                    }
                } else if (reply != null) {
                    say(socket, reply);
                }
            }
        }

        private static void say(Socket socket, String answer) throws IOException {
            socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
