package io.github.pgchime.journal;

/**
 * An entry that was read.
 *
 * @param entry as its handler gets it, but for the payload if that is large
 * @param whole whether the payload is there; else it is read just before the handler runs, so that one at a time is in memory
 */
record Found(Entry entry, boolean whole) {

    private static final int USUAL_BYTES = 200;

    /** About how much memory it takes. */
    int bytes() {
        return USUAL_BYTES
                + entry.payload().text().length()
                + entry.headers().text().length();
    }
}
