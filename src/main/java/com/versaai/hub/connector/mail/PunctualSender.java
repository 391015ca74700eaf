package com.versaai.hub.connector.mail;

import com.versaai.hub.provider.CallDeadline;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;
import javax.net.SocketFactory;
import org.apache.camel.component.mail.DefaultJavaMailSender;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Hands a mail over within a time, or not at all: the timeouts of the mail library are of one answer, and a server that says a letter
 * now and then never runs into them. The library knows no way to stop it, so its sockets are made here, and closed.
 */
final class PunctualSender extends DefaultJavaMailSender {

    private final Duration limit;
    /** A mail is handed over by the thread that sends it. */
    private final ThreadLocal<Handover> current = new ThreadLocal<>();

    PunctualSender(Duration limit) {
        this.limit = limit;
    }

    /** Has the library ask here for its sockets. */
    void watch(Properties options) {
        SocketFactory sockets = new Sockets();
        options.put("mail.smtp.socketFactory", sockets);
        // TLS goes on top of it.
        options.put("mail.smtps.ssl.socketFactory", sockets);
        for (String protocol : new String[] {"smtp", "smtps"}) {
            options.setProperty("mail." + protocol + ".socketFactory.fallback", "false");
            // Once the mail is taken nothing that the server says can undo it.
            options.setProperty("mail." + protocol + ".quitwait", "false");
        }
    }

    @Override
    public void send(MimeMessage mail) throws MessagingException {
        Handover handover = new Handover();
        CallDeadline deadline = CallDeadline.after(limit, handover::hangUp);
        handover.deadline = deadline;
        current.set(handover);
        try {
            super.send(mail);
        } catch (MessagingException e) {
            if (deadline.isOver()) {
                throw new MessagingException("the mail server took too long", deadline.tooLate());
            }
            throw e;
        } finally {
            current.remove();
            deadline.close();
        }
    }

    @Override
    protected Transport getTransport(Session session) {
        boolean tls = "smtps".equals(getProtocol());
        return new Telling(session, getProtocol(), tls, current.get());
    }

    /** One mail on its way. */
    private static final class Handover {

        private CallDeadline deadline;
        private Socket socket;
        private boolean over;

        synchronized Socket connecting(Socket made) throws IOException {
            if (over) {
                made.close();
            }
            socket = made;
            return made;
        }

        synchronized void hangUp() {
            over = true;
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // It is of no more use, which is what was wanted.
            }
        }
    }

    /** Tells when the server is ready for the text: before that nothing is in doubt. */
    private static final class Telling extends SMTPTransport {

        private final Handover handover;

        Telling(Session session, String protocol, boolean tls, Handover handover) {
            super(session, new URLName(protocol, null, -1, null, null, null), protocol, tls);
            this.handover = handover;
        }

        @Override
        protected OutputStream data() throws MessagingException {
            OutputStream text = super.data();
            handover.deadline.sent();
            return text;
        }
    }

    private final class Sockets extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            return current.get().connecting(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return current.get().connecting(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return current.get().connecting(new Socket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return current.get().connecting(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return current.get().connecting(new Socket(host, port, local, localPort));
        }
    }
}
