/** Durable notifications with playback, for named consumers. */
@SuppressWarnings("requires-automatic") // pgjdbc is no module yet
module io.github.pgchime.journal {
    requires static transitive org.jspecify;
    requires transitive io.github.pgchime;
    requires transitive java.sql;
    requires tools.jackson.core;
    requires static java.naming; // what pgjdbc's data sources are, too
    requires static org.postgresql.jdbc;

    exports io.github.pgchime.journal;
}
