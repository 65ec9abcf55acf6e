package io.github.pgchime.wire;

/** A stream that is read as it comes, to be measured beside one that is read in gulps. */
public final class Unpaced {

    private Unpaced() {}

    /** Makes a stream that. */
    public static void read(PgConnection streaming) {
        streaming.pace((lastRead, away) -> {});
    }
}
