package com.versaai.hub.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Lets {@code bin/hub} in without a key where it runs as the hub's own user on the hub's own machine: who can read the token file could
 * read the hub's environment and memory too. The token is new at each start, and worth nothing from elsewhere or through a proxy.
 */
final class LocalAccess implements ApplicationListener<WebServerInitializedEvent>, DisposableBean {

    static final String HEADER = "X-Hub-Local-Token";

    private static final Logger LOG = LoggerFactory.getLogger(LocalAccess.class);
    private static final Set<Scope> COMMAND_LINE = Set.of(Scope.ROUTES_READ, Scope.ROUTES_DRY_RUN, Scope.ROUTES_CODE);

    private final String folder;
    private final Caller caller = new Caller("local:" + System.getProperty("user.name"), COMMAND_LINE, true);
    private volatile Path file;
    private volatile String token;

    /** @param folder where the file goes; blank: there is none */
    LocalAccess(String folder) {
        this.folder = folder == null ? "" : folder.strip();
    }

    /** Only now is the port known that tells the files of two hubs of one folder apart. */
    @Override
    public void onApplicationEvent(WebServerInitializedEvent started) {
        if (!folder.isEmpty() && started.getApplicationContext().getServerNamespace() == null) {
            open(started.getWebServer().getPort());
        }
    }

    void open(int port) {
        Path target = Path.of(folder).resolve("local-token-" + port);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            if (!Files.getFileStore(target.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                LOG.info("{} is on a file system without owners and permissions: no local token is written, bin/hub needs HUB_API_KEY", folder);
                return;
            }
            write(target);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("No local token could be written to {} ({}): bin/hub needs HUB_API_KEY, or another hub.api.local-access", target, e.toString());
        }
    }

    private void write(Path target) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String fresh = HexFormat.of().formatHex(random);
        // Away with what an earlier hub left, or somebody has put there; then nobody else's file is written to.
        Files.deleteIfExists(target);
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(target, fresh + '\n', StandardOpenOption.WRITE);
        file = target;
        token = fresh;
    }

    /** Who came with the token. */
    Caller caller() {
        return caller;
    }

    /** Why a token is not taken, in words for its sender; null when it is. */
    String refusal(HttpServletRequest request, String presented) {
        if (!ConsoleGuard.fromOwnMachine(request)) {
            return HEADER + " is taken on the hub's own machine only, at localhost, 127.0.0.1 or [::1], and not through a proxy. Send an API key.";
        }
        String mine = token;
        boolean same = mine != null && MessageDigest.isEqual(mine.getBytes(StandardCharsets.UTF_8), presented.strip().getBytes(StandardCharsets.UTF_8));
        return same ? null : "This local token is not that of the hub that runs here: it is new at each start.";
    }

    /** A token that nobody takes any more need not lie about. */
    @Override
    public void destroy() throws IOException {
        if (file != null && Files.exists(file) && Files.readString(file).strip().equals(token)) {
            Files.delete(file);
        }
    }
}
