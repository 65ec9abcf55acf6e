package io.github.pgchime.change;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A process of its own that reads a slot until it is killed. It writes a line for each transaction: its position, whether it
 * is delivered again, and the numbers inserted; what a line says is handled once it is written.
 */
final class CrashReader {

    private CrashReader() {}

    /** The arguments: a URL, a slot, a publication, and {@code early} to acknowledge what is
     * never written, but for the first. */
    public static void main(String[] arguments) throws IOException {
        boolean early = arguments[3].equals("early");
        OutputStream out = new BufferedOutputStream(System.out, 1 << 20);
        try (ChangeStream stream = ChangeStream.builder(arguments[0])
                .slot(arguments[1])
                .publication(arguments[2])
                .spoolMemory(64 * 1024)
                .open()) {
            boolean isFirst = true;
            for (Transaction transaction : stream) {
                StringBuilder line =
                        new StringBuilder("T ").append(transaction.commit().end());
                for (Change change : transaction) {
                    if (change instanceof Insert insert) {
                        line.append(' ').append(insert.after().get("id", Long.class));
                    }
                }
                out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
                if (!early || isFirst) {
                    out.flush();
                }
                isFirst = false;
                stream.acknowledge(transaction);
            }
        }
    }
}
