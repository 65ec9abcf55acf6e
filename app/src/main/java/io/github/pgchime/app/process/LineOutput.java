package io.github.pgchime.app.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;

/** Lines in UTF-8, each handed on as soon as it is whole. {@code System.out} would change the encoding. */
public final class LineOutput {

    private final StandardOutput out;

    public LineOutput(OutputStream out) {
        this(new StandardOutput(out));
    }

    private LineOutput(StandardOutput out) {
        this.out = out;
    }

    /** The process's standard output. */
    public static LineOutput standard() {
        return new LineOutput(StandardOutput.ofProcess());
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
        byte[] bytes = part.getBytes(UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
