package io.github.pgchime.spool;

import io.github.pgchime.ConfigException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file without a name: where the system allows it, it is unlinked as soon as it is open, so that it is gone however the
 * process ends; elsewhere when it is closed. Only its owner may read it.
 *
 * <p>Not a channel, which an interrupt would close. Not thread-safe.
 */
final class SpoolFile implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SpoolFile.class.getName());

    private final Path path;
    private final RandomAccessFile file;

    private SpoolFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Makes one.
     *
     * @throws ConfigException if the directory does not allow it
     */
    static SpoolFile create(Path directory) {
        try {
            Path path = Files.createTempFile(directory, "pgchime-", ".spool");
            SpoolFile created = new SpoolFile(path, new RandomAccessFile(path.toFile(), "rw"));
            created.unlink(System.Logger.Level.TRACE);
            return created;
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private void unlink(System.Logger.Level ifItCannot) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(ifItCannot, "cannot delete " + path, e);
        }
    }

    /** Writes what remains of {@code bytes}, and returns how much that was. */
    int write(ByteBuffer bytes, long at) {
        int count = bytes.remaining();
        try {
            file.seek(at);
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        } catch (IOException e) {
            throw failed(path, e);
        }
        return count;
    }

    /** Fills what remains of {@code bytes}, and returns how much that was. */
    int read(ByteBuffer bytes, long at) {
        int count = bytes.remaining();
        try {
            file.seek(at);
            file.readFully(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        } catch (IOException e) {
            throw failed(path, e);
        }
        bytes.position(bytes.limit());
        return count;
    }

    void truncate(long size) {
        try {
            file.setLength(size);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot close " + path, e);
        }
        unlink(System.Logger.Level.WARNING);
    }

    private static ConfigException failed(Path where, IOException cause) {
        return new ConfigException(
                "spoolDirectory: what a transaction has beyond spoolMemory cannot be kept in " + where + ": " + cause
                        + "; name a directory with room for the largest transactions",
                cause);
    }
}
