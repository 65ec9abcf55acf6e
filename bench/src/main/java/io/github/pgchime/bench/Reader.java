package io.github.pgchime.bench;

/** An open feed, or a peer, that tells how many rows moved, by table, once per transaction or batch. */
public interface Reader extends AutoCloseable {

    /** Hard and at once. */
    @Override
    void close();
}
