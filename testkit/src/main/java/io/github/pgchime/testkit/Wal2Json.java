package io.github.pgchime.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Lends Debian's wal2json (package {@code postgresql-15-wal2json}) to the embedded PostgreSQL 15. */
final class Wal2Json {

    static final int MAJOR = 15;

    private static final String ALLOWED = "output_plugin_libraries";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15/lib/wal2json.so");

    private Wal2Json() {}

    /** Copies the plugin, unless it is there: the folder is shared with other JVMs, whose servers may have it open. */
    static void offer(PostgresServer server, EmbeddedCluster cluster) {
        Path plugin = cluster.libraries().resolve("wal2json.so");
        if (server.major() != MAJOR || !Files.exists(DEBIAN)) {
            return;
        }
        try {
            if (!Files.exists(plugin)) {
                Path copy = Files.createTempFile(cluster.libraries(), "wal2json", ".copy");
                Files.copy(DEBIAN, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, plugin, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (server.knowsSetting(ALLOWED)) {
            server.setting(ALLOWED, "pgoutput", "test_decoding", "wal2json");
        }
    }

    /** Whether the server can load it and, where it keeps a list of those allowed, may. */
    static boolean isLoadable(PostgresServer server) {
        try {
            server.sql().execute("LOAD 'wal2json'");
            return !server.knowsSetting(ALLOWED)
                    || server.sql().queryOne("SHOW " + ALLOWED).contains("wal2json");
        } catch (UncheckedSqlException e) {
            if (server.major() == MAJOR && "1".equals(System.getenv("PGCHIME_REQUIRE_WAL2JSON"))) {
                throw new IllegalStateException(
                        "PGCHIME_REQUIRE_WAL2JSON=1, but " + server + " cannot load wal2json; on Debian 12:"
                                + " apt-get install postgresql-15-wal2json",
                        e);
            }
            return false;
        }
    }
}
