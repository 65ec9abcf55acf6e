package io.github.pgchime.bench;

import java.util.function.LongConsumer;

/** Who is measured: a constant of an enum, so that a process of its own can be told whom to be. */
public interface Contestant {

    /** How the tables call it. */
    String title();

    /** The constant's name. */
    String name();

    /** The class whose {@code main} takes a constant's name and a URL, and reads as {@link ReaderProcess#serve} does. */
    Class<?> process();

    /** Opens a reader; what is sent once this returns is told to {@code told}, by number. */
    Reader open(String url, LongConsumer told);
}
