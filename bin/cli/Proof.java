package cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the hub knows who asks. Never shown, and no word of a command line.
 *
 * @param file where a token was read; null for a key
 */
record Proof(String header, String value, Path file, boolean ofTheSandbox) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * The key of the environment; else, for what it opens, the token of the hub of this machine, which never leaves it; else the sandbox's key.
     */
    static Proof of(URI hub, boolean local, Map<String, String> environment) {
        String key = environment.getOrDefault("HUB_API_KEY", "").strip();
        if (!key.isEmpty()) {
            if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw new Refused("HUB_API_KEY holds a character that is in no key: a space, a line break or one beyond ASCII.");
            }
            return new Proof("X-API-Key", key, null, false);
        }
        if (local && hub.getHost() != null && THIS_MACHINE.contains(hub.getHost().toLowerCase(Locale.ROOT))) {
            int port = hub.getPort() > 0 ? hub.getPort() : "https".equals(hub.getScheme()) ? 443 : 80;
            for (Path folder : dataFolders(environment)) {
                Path file = folder.resolve("local-token-" + port);
                if (Files.isReadable(file)) {
                    return new Proof("X-Hub-Local-Token", token(file), file, false);
                }
            }
        }
        return new Proof("X-API-Key", "sandbox-api-key", null, true);
    }

    private static String token(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (!token.matches("[0-9a-f]{64}")) {
                throw new Refused("What is in " + file + " is no token. The hub writes it anew when it starts; or give a key by HUB_API_KEY.");
            }
            return token;
        } catch (IOException e) {
            throw new Refused("The token in " + file + " could not be read: " + e.getMessage());
        }
    }

    /** Where a hub that was started here, or beside this command, keeps its data. */
    private static List<Path> dataFolders(Map<String, String> environment) {
        String told = environment.getOrDefault("HUB_DATA", "").strip();
        return told.isEmpty() ? List.of(Path.of("data"), Path.of(System.getProperty("hub.home", "."), "data")) : List.of(Path.of(told));
    }

    /** Why the hub may not know it, and what to do. */
    String unknown(String url) {
        if (file != null) {
            return "The token in " + file + " is not that of the hub at " + url + ": it is new at each start. If that hub has another folder, say so"
                    + " by HUB_DATA; or give a key by HUB_API_KEY.";
        }
        return !ofTheSandbox ? "The hub at " + url + " does not know the key in HUB_API_KEY."
                : "The hub at " + url + " does not know the sandbox's key: give one by HUB_API_KEY. What is asked about routes needs none where this"
                + " runs as the user that runs the hub, on its machine and in its folder (or say by HUB_DATA where its data is).";
    }
}
