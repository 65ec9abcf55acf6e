package io.github.pgchime.app.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Where the output goes, with errors that say what happened. {@code System.out} would swallow them. */
final class StandardOutput {

    private final OutputStream out;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** The process's. */
    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Hands bytes on.
     *
     * @throws ClosedOutputException if nobody reads any more
     * @throws IOException if they cannot be written, as on a full disk
     */
    void write(byte[] bytes, int from, int to) throws IOException {
        try {
            out.write(bytes, from, to - from);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            // Java has no type for EPIPE.
            throw reason.contains("Broken pipe")
                    ? new ClosedOutputException(e)
                    : new IOException("standard output cannot be written: " + reason, e);
        }
    }
}
