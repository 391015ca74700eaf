package com.versaai.hub.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One hub per data folder. Kafka has a lock of its own, but takes it only after its controller has opened, and perhaps
 * written to, the metadata of the hub that is running. The kernel drops the lock of a killed process.
 */
final class FolderLock implements AutoCloseable {

    private static final String NAME = ".hub.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, making the folder where it is new.
     *
     * @throws EngineStartException when another hub has it
     * @throws UncheckedIOException when the folder cannot be written
     */
    static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new EngineStartException("Another hub works in the data folder " + folder,
                        "Stop it, or give this one folders of its own: hub.bus.embedded.data-dir and hub.database.file", null);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's data folder " + folder + " cannot be written", e);
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // in this JVM
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
