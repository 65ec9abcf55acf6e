package io.github.pgchime.journal.schema;

import io.github.pgchime.journal.jdbc.SqlFile;
import java.util.List;

/**
 * A step from one version of the schema to the next. The files are such that Flyway can run them as well, from
 * {@code classpath:io/github/pgchime/journal/schema}.
 *
 * @param version that the schema has afterwards, which the file itself notes
 * @param file its resource
 */
record Migration(int version, String file) {

    /** All there are, in order. */
    static final List<Migration> ALL =
            List.of(new Migration(1, "V1__journal.sql"), new Migration(2, "V2__watched_tables.sql"));

    static int latest() {
        return ALL.getLast().version();
    }

    String sql() {
        return SqlFile.read(Migration.class, file);
    }
}
