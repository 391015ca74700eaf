package cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Run once by {@link Build}: does what commands do, against an answer of its own, so that the archive holds the classes they need. */
final class Training {

    private static final String ANSWER = """
            {"items": [{"deliveryId": "e/slack/a", "eventId": "e", "type": "a.b", "destination": "slack", "action": "a", "state": "delivered",
            "attempts": 1, "updated": "2026-01-05T10:00:00Z", "lastStatus": 200, "x": [true, null, 1.5, "\\u00e9"]}],
            "problems": [], "files": [], "events": [], "steps": []}""";

    private Training() {
    }

    public static void main(String[] words) throws IOException {
        Terminal terminal = Terminal.own("out", System.getenv());
        Map<String, String> environment;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(server));
            answering.setDaemon(true);
            answering.start();
            environment = Map.of("HUB_URL", "http://127.0.0.1:" + server.getLocalPort(), "HUB_API_KEY", "training");
            for (String line : List.of("--help", "events --help", "completion bash", "events --since 1h", "deliveries", "dead-letters", "timeline e",
                    "integrations", "problems", "lint", "catalog", "deliveries --json", "send --type a.b --data {}", "tail --for 1s", "events --typ")) {
                Main.run(List.of(line.split(" ")), terminal, environment);
            }
        }
        // Where nobody answers any more.
        Main.run(List.of("events"), terminal, environment);
        System.exit(0);
    }

    private static void answer(ServerSocket server) {
        byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
        while (!server.isClosed()) {
            try (Socket socket = server.accept(); InputStream in = socket.getInputStream(); OutputStream out = socket.getOutputStream()) {
                in.read(new byte[1 << 14]);
                out.write(("HTTP/1.1 200 OK\r\nDate: Mon, 05 Jan 2026 10:00:00 GMT\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(body);
            } catch (IOException e) {
                // the next one
            }
        }
    }
}
