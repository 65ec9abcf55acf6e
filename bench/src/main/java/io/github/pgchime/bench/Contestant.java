package io.github.pgchime.bench;

import java.util.function.LongConsumer;

/** Who is measured. */
public interface Contestant {

    /** How the tables call it. */
    String title();

    /** Opens a reader; what is sent once this returns is told to {@code told}, by number. */
    Reader open(String url, LongConsumer told);
}
