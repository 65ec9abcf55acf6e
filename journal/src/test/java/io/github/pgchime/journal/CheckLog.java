package io.github.pgchime.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What happened to entries in all processes of a run, in one order: each line is appended by one write, so that the file has the
 * lines of all of them one after the other, whole, whoever is killed when.
 */
final class CheckLog implements AutoCloseable {

    private final FileOutputStream out;

    CheckLog(Path file) throws IOException {
        out = new FileOutputStream(file.toFile(), true);
    }

    /** A handler begins. */
    void began(String consumer, String process, Entry entry) throws IOException {
        write("B " + consumer + " " + process + " " + entry.id() + " "
                + entry.key().orElseThrow() + " " + entry.payload().text());
    }

    /** It returns. */
    void ended(String consumer, String process, Entry entry) throws IOException {
        write("E " + consumer + " " + process + " " + entry.id());
    }

    /** It throws. */
    void failed(String consumer, String process, Entry entry) throws IOException {
        write("F " + consumer + " " + process + " " + entry.id());
    }

    /** A process is dead by now. */
    void killed(String process) throws IOException {
        write("K " + process);
    }

    private void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
