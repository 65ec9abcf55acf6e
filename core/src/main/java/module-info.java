/** PostgreSQL chimes, your application wakes: the feeds, and the wire client under them. */
module io.github.pgchime {
    requires jdk.jfr;
    requires static transitive org.jspecify;
    requires com.ongres.scram.client;
    requires com.ongres.scram.common;
    requires tools.jackson.core;

    exports io.github.pgchime;
    exports io.github.pgchime.doctor;
    exports io.github.pgchime.nudge;
}
