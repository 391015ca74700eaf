package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A client without manners: sends any bytes and reads one answer. Clients of libraries refuse to send what is tested here. */
final class Wire {

    record Answer(int status, Map<String, String> headers, byte[] body) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    private final int port;

    Wire(int port) {
        this.port = port;
    }

    /** Request with headers one a line, and a body with its Content-Length. */
    Answer send(String method, String path, String headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nConnection: close\r\n");
        headers.lines().filter(line -> !line.isBlank()).forEach(line -> head.append(line).append("\r\n"));
        if (headers.lines().noneMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5))) {
            head.append("Host: localhost:").append(port).append("\r\n");
        }
        if (body != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.write(body == null ? new byte[0] : body);
        return raw(out.toByteArray(), false);
    }

    Answer get(String path, String headers) throws IOException {
        return send("GET", path, headers, null);
    }

    /** @param hangUp end the sending side after the bytes */
    Answer raw(byte[] bytes, boolean hangUp) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(bytes);
                if (hangUp) {
                    socket.shutdownOutput();
                }
            } catch (SocketException e) {
                // Refused while still sending: the answer may be there all the same.
                if (socket.isClosed()) {
                    throw e;
                }
            }
            return parse(socket.getInputStream());
        }
    }

    static Answer parse(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            // A reset after the answer, because of the unread rest of the request.
            if (all.size() == 0) {
                throw e;
            }
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(all.toByteArray());
        String first = line(bytes);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(bytes); !line.isEmpty(); line = line(bytes)) {
            headers.merge(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip(), (a, b) -> a + ", " + b);
        }
        byte[] body = bytes.readAllBytes();
        if ("chunked".equals(headers.get("Transfer-Encoding"))) {
            body = dechunk(body);
        }
        return new Answer(first.isEmpty() ? 0 : Integer.parseInt(first.split(" ")[1]), headers, body);
    }

    private static byte[] dechunk(byte[] body) {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            byte[] piece = new byte[size];
            in.readNBytes(piece, 0, size);
            out.writeBytes(piece);
            line(in);
        }
        return out.toByteArray();
    }

    private static String line(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    line.write(c);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    static byte[] chunked(String path, String headers, byte[] body, int chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n" + headers
                + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < body.length; i += chunk) {
            int size = Math.min(chunk, body.length - i);
            out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(body, i, size);
            out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** That the border refused it, in the form every refusal has. */
    static void assertProblem(Wire.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("type").asText()).isEqualTo(Problem.TYPES + slug);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotBlank();
    }
}
