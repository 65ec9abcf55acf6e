package io.github.pgchime.bench;

/** One that can read in a process of its own: a constant of an enum, so that the process can be told whom to be. */
public interface ForkedContestant extends Contestant {

    /** The constant's name. */
    String name();

    /** The class whose {@code main} takes a constant's name and a URL, and reads as {@link ReaderProcess#serve} does. */
    Class<?> process();
}
