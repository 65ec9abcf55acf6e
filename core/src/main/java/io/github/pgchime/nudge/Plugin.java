package io.github.pgchime.nudge;

/**
 * Which output plugin decodes for a nudge feed.
 *
 * @see <a href="https://www.postgresql.org/docs/current/logicaldecoding-output-plugin.html">PostgreSQL: output
 *     plugins</a>
 */
public enum Plugin {
    /**
     * {@link #PGOUTPUT} if a publication is named; otherwise {@link #WAL2JSON} where the server has it and it would
     * see every change of the watched tables; otherwise {@link #TEST_DECODING}.
     */
    AUTO,
    /** Comes with PostgreSQL (contrib), sees every change, has no filter of its own. */
    TEST_DECODING,
    /** Filters by table on the server. It never tells UPDATE and DELETE of a table without a replica identity. */
    WAL2JSON,
    /** PostgreSQL's own; needs a publication, which must exist. */
    PGOUTPUT
}
