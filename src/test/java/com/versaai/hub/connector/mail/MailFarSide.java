package com.versaai.hub.connector.mail;

import com.versaai.hub.connector.FarSide;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** An SMTP server that takes one account's mails, or behaves as it is told. */
final class MailFarSide implements FarSide {

    private static final String USER = "hub";
    private static final String PASSWORD = "mail-sandbox-pass";
    private static final String LOGIN_REPLIES = "53";

    private final ServerSocket listening;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private volatile String refusal;
    private volatile Duration late = Duration.ZERO;
    private volatile boolean losing;
    private volatile int more;

    MailFarSide() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> {
            while (!listening.isClosed()) {
                try {
                    Socket socket = listening.accept();
                    Thread serving = new Thread(() -> serve(socket), "smtp-talk");
                    serving.setDaemon(true);
                    serving.start();
                } catch (IOException over) {
                    return;
                }
            }
        }, "smtp-accept");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            talk(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        } catch (IOException | InterruptedException hungUp) {
            // as some clients do
        }
    }

    private void talk(Socket socket, BufferedReader in) throws IOException, InterruptedException {
        say(socket, "220 far side");
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("EHLO")) {
                say(socket, "250-far side\r\n250 AUTH PLAIN");
            } else if (line.startsWith("AUTH")) {
                logins.add(line.replaceFirst("AUTH PLAIN *", ""));
                say(socket, refusal != null && refusal.startsWith(LOGIN_REPLIES) ? refusal + " no" : "235 welcome");
            } else if (line.startsWith("RCPT") && refusal != null) {
                say(socket, refusal + " no" + "x".repeat(more));
            } else if (line.startsWith("DATA")) {
                say(socket, "354 go on");
                for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString());
                taken.incrementAndGet();
                Thread.sleep(late.toMillis());
                if (losing) {
                    return;
                }
                say(socket, "250 taken" + "x".repeat(more));
            } else {
                mail.append(line).append('\n');
                say(socket, "250 ok");
            }
        }
    }

    private static void say(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("host", "127.0.0.1", "port", String.valueOf(listening.getLocalPort()), "username", USER, "password", PASSWORD);
    }

    @Override
    public void refuse(String how) {
        refusal = how;
    }

    @Override
    public void askToWait(Duration time) {
        throw new UnsupportedOperationException("SMTP has no word for it");
    }

    @Override
    public void delay(Duration time) {
        late = time;
    }

    @Override
    public void loseAnswers() {
        losing = true;
    }

    @Override
    public void flood() {
        more = 10_000_000;
    }

    @Override
    public void floodRefusing() {
        flood();
        refusal = "450";
    }

    @Override
    public void expireTokens() {
        throw new UnsupportedOperationException("there are none");
    }

    @Override
    public boolean issuesTokens() {
        return false;
    }

    @Override
    public void heal() {
        refusal = null;
        late = Duration.ZERO;
        losing = false;
        more = 0;
        mails.clear();
        logins.clear();
        taken.set(0);
    }

    @Override
    public long taken() {
        return taken.get();
    }

    @Override
    public List<String> arrived() {
        return mails;
    }

    @Override
    public List<String> credentials() {
        return logins;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
