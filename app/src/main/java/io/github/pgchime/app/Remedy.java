package io.github.pgchime.app;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;

/** What mends an error of the server's that gives no hint itself. */
final class Remedy {

    private Remedy() {}

    /** What to do, to stand behind the message; nothing where the message says it or nobody knows. */
    static String of(PgChimeException problem) {
        if (!(problem instanceof ServerException refusal) || refusal.hint().isPresent()) {
            return "";
        }
        return switch (refusal.sqlState()) {
            case "28P01" -> "; give the role's right password in PGPASSWORD or in --url";
            case "28000" ->
                "; give a role that exists, may log in, and has a line in the server's pg_hba.conf, in PGUSER or in --url";
            case "3D000" -> "; give an existing database in PGDATABASE or in --url";
            default -> "";
        };
    }
}
