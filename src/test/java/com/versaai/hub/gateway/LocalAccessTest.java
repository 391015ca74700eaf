package com.versaai.hub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.versaai.hub.support.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;

/** The command line of the hub's own machine needs no key; nobody else gets anything by its token. */
class LocalAccessTest extends BorderCase {

    private static final byte[] TRIAL = "{}".getBytes();

    @TempDir
    private Path folder;

    @Test
    void opensWhatTheCommandLineNeedsAndNothingElse() throws IOException {
        String token = token();
        for (ContractScopes.Operation operation : BorderScopesTest.operations().toList()) {
            String path = String.join("/", operation.path()).replaceAll("\\{[^}]*}", "x");
            int status = wire.send(operation.method(), path, LocalAccess.HEADER + ": " + token, operation.method().equals("GET") ? null : TRIAL).status();
            boolean routes = operation.scope().label().startsWith("routes:");
            assertThat(status).as(operation.id()).isEqualTo(routes ? 200 : 403);
        }
    }

    @Test
    void isRefusedWhereItDoesNotComeFromHere() throws IOException {
        String token = LocalAccess.HEADER + ": " + token();
        for (String headers : List.of("Host: evil.example\n", "Host: 10.0.0.1\n", "X-Forwarded-For: 127.0.0.1\n", "Forwarded: for=127.0.0.1\n", "X-Real-IP: 127.0.0.1\n",
                "X-Forwarded-Host: localhost\n")) {
            Wire.Answer answer = wire.send("POST", "/api/v1/routes/try", headers + token, TRIAL);
            assertThat(answer.status()).as(headers).isBetween(400, 499);
            assertThat(answer.text()).doesNotContain(BorderApp.REACHED);
        }
        for (String wrong : List.of("", "0".repeat(64), token().substring(1), token() + "0", token().toUpperCase())) {
            // Together with a good key too: whoever sends a token means it.
            Wire.Answer answer = wire.send("POST", "/api/v1/routes/try", LocalAccess.HEADER + ": " + wrong + "\nX-API-Key: sandbox-api-key", TRIAL);
            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.text()).contains("new at each start").doesNotContain(token());
        }
    }

    @Test
    void isRefusedFromAnotherMachine() {
        LocalAccess access = new LocalAccess(folder.toString());
        access.open(8080);
        String token = read(folder.resolve("local-token-8080"));
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/routes/try");
        request.addHeader("Host", "localhost:8080");

        assertThat(access.refusal(request, token)).isNull();
        request.setRemoteAddr("192.0.2.7");
        assertThat(access.refusal(request, token)).contains("own machine only");
        request.setRemoteAddr("127.0.0.1");
        request.addHeader("X-Forwarded-For", "192.0.2.7");
        assertThat(access.refusal(request, token)).contains("own machine only");
    }

    /** A name that an attacker has pointed at 127.0.0.1. */
    @Test
    void isRefusedUnderAnotherName() {
        LocalAccess access = new LocalAccess(folder.toString());
        access.open(8080);
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/routes/try");
        request.addHeader("Host", "rebound.example:8080");

        assertThat(access.refusal(request, read(folder.resolve("local-token-8080")))).contains("own machine only");
    }

    @Test
    void theFileIsTheOwnersAloneNewAtEachStartAndGoneAtTheEnd() throws IOException {
        Path file = folder.resolve("data").resolve("local-token-8080");
        LocalAccess first = new LocalAccess(folder.resolve("data").toString());
        first.open(8080);
        String before = read(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        LocalAccess second = new LocalAccess(folder.resolve("data").toString());
        second.open(8080);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(read(file)).matches("[0-9a-f]{64}").isNotEqualTo(before);
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Host", "localhost");
        assertThat(second.refusal(request, before)).contains("new at each start");
        first.destroy();
        assertThat(file).as("another hub's").exists();
        second.destroy();
        assertThat(file).doesNotExist();
    }

    /** What somebody put in its place is not written through. */
    @Test
    void noOtherFileIsWritten() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "mine");
        Files.createSymbolicLink(folder.resolve("local-token-8080"), other);

        new LocalAccess(folder.toString()).open(8080);

        assertThat(other).hasContent("mine");
        assertThat(Files.isSymbolicLink(folder.resolve("local-token-8080"))).isFalse();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void withoutAFolderNobodyIsLetIn(CapturedOutput output) throws IOException {
        LocalAccess access = new LocalAccess(Files.writeString(folder.resolve("file"), "x").resolve("below").toString());
        access.open(8080);
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Host", "localhost");

        for (String token : List.of("", "null", "x")) {
            assertThat(access.refusal(request, token)).isNotNull();
        }
        assertThat(output.getAll()).contains("No local token could be written");
    }

    @Test
    void theCommandLineUsesIt() throws Exception {
        assertThat(token()).as("what it takes").isNotEmpty();
        assertThat(hub(TOKENS, "catalog --json")).startsWith("0 ").contains(BorderApp.REACHED + "getCatalog");
        Files.writeString(folder.resolve("local-token-" + port), "0".repeat(64));
        assertThat(hub(folder.toString(), "catalog")).startsWith("3 ").contains("is not that of the hub at", "HUB_DATA");
    }

    private String hub(String data, String command) throws Exception {
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "bin/hub " + command).redirectErrorStream(true).redirectOutput(said.toFile());
        CommandLine.prepare(builder);
        builder.environment().put("HUB_URL", "http://localhost:" + port);
        builder.environment().put("HUB_DATA", data);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + Files.readString(said);
    }

    private String token() {
        return read(Path.of(TOKENS, "local-token-" + port));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
