package com.versaai.hub.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2's file, kept small while it is written to. H2 does its housekeeping on the thread that writes what was committed before,
 * and there is none when each commit is written at once ({@code WRITE_DELAY=0}): without this every chunk that holds one live
 * page stays for ever. See docs/decisions/h2-file-compacted-by-the-hub.md.
 */
public final class DatabaseFile {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);

    /** Live part, in percent, of the chunks that are old enough to be written anew; below it the emptiest are. */
    private static final int FILL = 65;
    /** At a time, so that a commit waits for milliseconds at most. */
    private static final int REWRITE = 1024 * 1024;
    /** Used part of the file, in percent, below which chunks are moved into its holes and its end is cut off. */
    private static final int PACKED = 60;
    private static final long SMALL = 8L * 1024 * 1024;
    private static final int MOVE = 4 * 1024 * 1024;

    private static final String FILE_URL = "jdbc:h2:file:";

    private final DataSource database;
    private final Path file;
    private volatile MVStore store;

    private DatabaseFile(DataSource database, Path file) {
        this.database = database;
        this.file = file;
    }

    /** The file of that database, or nothing to look after where it is none of H2's. */
    public static DatabaseFile of(DataSource database, String url) {
        if (url == null || !url.startsWith(FILE_URL)) {
            return new DatabaseFile(database, null);
        }
        String path = url.substring(FILE_URL.length()).replaceAll(";.*", "").replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home")));
        return new DatabaseFile(database, Path.of(path).toAbsolutePath().normalize());
    }

    /** Whether there is one. */
    boolean exists() {
        return file != null;
    }

    /** Where it lies; null where there is none. */
    Path folder() {
        return file == null ? null : file.getParent();
    }

    /** Bytes of the file. */
    long size() {
        return store().map(open -> guarded(() -> open.getFileStore().size())).orElse(0L);
    }

    /** Bytes of it that hold rows and indexes; 0 where there is no file, or it can't be read now. */
    public long rows() {
        return store().map(open -> guarded(() -> {
            Map<String, Long> info = info(open);
            return info.get("FILE_SIZE") * info.get("FILL_RATE") / 100 * info.get("CHUNKS_FILL_RATE") / 100;
        })).orElse(0L);
    }

    /** Rewrites a little of what is mostly superseded. To be called several times a second. */
    void compact() {
        store().ifPresent(open -> guarded(() -> {
            Map<String, Long> info = info(open);
            if (info.get("CHUNKS_FILL_RATE_RW") < FILL) {
                if (open.compact(100, REWRITE)) {
                    open.tryCommit(); // nobody else may come for hours
                }
            } else if (info.get("FILL_RATE") < PACKED && info.get("FILE_SIZE") > SMALL
                    && open.getFileStore() instanceof RandomAccessStore chunks) {
                chunks.compactMoveChunks(PACKED, MOVE, open);
            }
            return null;
        }));
    }

    /**
     * Has the system write to the disk what H2 has written. Space is used again a second after it has become free
     * (RETENTION_TIME): what takes its place must not reach the disk before what made it free.
     */
    void sync() {
        store().ifPresent(open -> guarded(() -> {
            open.sync();
            return null;
        }));
    }

    /** A full disk closes the store at any moment; the next connection opens it as it was at its last commit. */
    private static <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (MVStoreException e) {
            LOG.debug("The database file was closed while it was looked at", e); // who writes is told, DiskWatch says why
            return null;
        }
    }

    private static Map<String, Long> info(MVStore open) {
        Map<String, Long> info = new HashMap<>();
        open.getFileStore().populateInfo((name, value) -> info.put(name.substring(name.indexOf('.') + 1), Long.valueOf(value)));
        return info;
    }

    private Optional<MVStore> store() {
        MVStore known = store;
        if (file == null || known != null && !known.isClosed()) {
            return Optional.ofNullable(known);
        }
        try (Connection connection = database.getConnection()) {
            JdbcConnection h2 = connection.unwrap(JdbcConnection.class);
            store = ((SessionLocal) h2.getSession()).getDatabase().getStore().getMvStore();
        } catch (SQLException e) {
            LOG.debug("The database can't be opened", e); // health says so
            store = null;
        }
        return Optional.ofNullable(store);
    }
}
