package io.github.pgchime.app.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lines in UTF-8, each handed on as soon as it is whole. {@code System.out} would swallow errors and change the encoding. */
public final class LineOutput {

    private final OutputStream out;

    public LineOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out);
    }

    /** The process's standard output. */
    public static LineOutput standard() {
        return new LineOutput(new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Writes a line and its end.
     *
     * @throws ClosedOutputException if nobody reads any more
     * @throws IOException if it cannot be written, as on a full disk
     */
    public void line(String line) throws IOException {
        text(line + "\n");
    }

    /** Writes a part of a line. */
    public void text(String part) throws IOException {
        try {
            out.write(part.getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            // Java has no type for EPIPE.
            throw reason.contains("Broken pipe")
                    ? new ClosedOutputException(e)
                    : new IOException("standard output cannot be written: " + reason, e);
        }
    }
}
