/** PostgreSQL chimes, your application wakes: the feeds, and the wire client under them. */
@SuppressWarnings({"requires-automatic", "module"}) // pgjdbc is none yet; the journal is compiled later
module io.github.pgchime {
    requires jdk.jfr;
    requires jdk.net;
    requires static transitive org.jspecify;
    requires com.ongres.scram.client;
    requires com.ongres.scram.common;
    requires tools.jackson.core;
    requires static transitive java.sql;
    requires static org.postgresql.jdbc;

    exports io.github.pgchime;
    exports io.github.pgchime.change;
    exports io.github.pgchime.debezium;
    exports io.github.pgchime.doctor;
    exports io.github.pgchime.notify;
    exports io.github.pgchime.notify.pgjdbc;
    exports io.github.pgchime.nudge;
    exports io.github.pgchime.value;
    exports io.github.pgchime.delivery to
            io.github.pgchime.journal;
    exports io.github.pgchime.lifecycle to
            io.github.pgchime.journal;
}
