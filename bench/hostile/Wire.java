package hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** One connection to 127.0.0.1 per attempt; never to anywhere else. */
final class Wire {

    private static final int LONGEST_ANSWER = 4 << 20;
    private static final int PATIENCE = 25_000;

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    Answer send(Attempt attempt) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            write(socket, attempt);
            if (attempt.end() == Attempt.End.ABORT) {
                socket.setSoLinger(true, 0);
                return Answer.none(true, start);
            }
            return read(socket, attempt.head(), start);
        }
    }

    private static void write(Socket socket, Attempt attempt) {
        try {
            socket.getOutputStream().write(attempt.bytes());
            if (attempt.end() == Attempt.End.HALF_CLOSE) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // Refused while still sending: the answer may be there all the same.
        }
    }

    private static Answer read(Socket socket, boolean head, long start) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        boolean ended = false;
        try {
            InputStream in = socket.getInputStream();
            byte[] step = new byte[8192];
            int count;
            while (all.size() < LONGEST_ANSWER && (count = in.read(step)) >= 0) {
                all.write(step, 0, count);
                if (Answer.isWhole(all, head)) {
                    break;
                }
            }
            ended = true;
        } catch (SocketTimeoutException e) {
            // Told by ended.
        } catch (IOException e) {
            // A reset: because of the unread rest of the request, mostly behind the answer.
            ended = true;
        }
        return Answer.of(all.toByteArray(), ended, start);
    }
}
