package io.github.pgchime.journal.schema;

import io.github.pgchime.journal.jdbc.SqlFile;
import java.util.List;

/**
 * A step of the schema, named as Flyway names it; its SQL sets {@code pgchime.meta.version}.
 *
 * @param version from 1 on, with none left out
 * @param name what it brings
 */
public record Migration(int version, String name) {

    /** Every step that this library knows, in order. */
    public static final List<Migration> ALL = List.of(new Migration(1, "journal"), new Migration(2, "watched_tables"));

    private static final String FOLDER = "/io/github/pgchime/journal/migration/";

    String sql() {
        return SqlFile.read(Migration.class, FOLDER + this + ".sql");
    }

    /** Its file's name, such as {@code V1__journal}. */
    @Override
    public String toString() {
        return "V" + version + "__" + name;
    }
}
