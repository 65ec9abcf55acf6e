package io.github.pgchime.doctor;

import io.github.pgchime.wire.Sql;

/**
 * The lines that mend a server, each in the form that its platform takes; what stands in angle brackets is the reader's.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.FeatureSupport.LogicalReplication.html">RDS</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Replication.Logical.Configure.html">Aurora</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/postgresql/flexible-server/concepts-logical">Azure</a>
 * @see <a href="https://cloud.google.com/sql/docs/postgres/replication/configure-logical-replication">Cloud SQL</a>
 * @see <a href="https://neon.com/docs/guides/logical-replication-neon">Neon</a>
 * @see <a href="https://supabase.com/docs/guides/database/custom-postgres-config">Supabase</a>
 */
record Remedy(Platform platform) {

    private enum Effect {
        RELOAD("immediate", " SELECT pg_reload_conf();"),
        RESTART("pending-reboot", " -- then restart the server");

        private final String onAmazon;
        private final String afterAlterSystem;

        Effect(String onAmazon, String afterAlterSystem) {
            this.onAmazon = onAmazon;
            this.afterAlterSystem = afterAlterSystem;
        }
    }

    /** Switches logical decoding on. */
    String walLevel() {
        return switch (platform) {
            case RDS, AURORA -> set("rds.logical_replication", "1", Effect.RESTART);
            case CLOUD_SQL -> set("cloudsql.logical_decoding", "on", Effect.RESTART);
            case NEON -> "in the Neon console: Project settings > Logical Replication > Enable";
            // The hosted ones have it on; who hosts Supabase himself sets it as anywhere.
            case SUPABASE -> alterSystem("wal_level", "logical", Effect.RESTART);
            case POSTGRESQL, AZURE, UNKNOWN -> set("wal_level", "logical", Effect.RESTART);
        };
    }

    /** Changes a setting that takes a restart. */
    String setAndRestart(String name, String value) {
        return set(name, value, Effect.RESTART);
    }

    /** Changes a setting that takes a reload. */
    String setAndReload(String name, String value) {
        return set(name, value, Effect.RELOAD);
    }

    /** Lets a role open replication sessions. */
    String replication(String role) {
        return switch (platform) {
            case RDS, AURORA -> "GRANT rds_replication TO " + Sql.identifier(role) + ";";
            case POSTGRESQL, AZURE, CLOUD_SQL, NEON, SUPABASE, UNKNOWN ->
                "ALTER ROLE " + Sql.identifier(role) + " REPLICATION;";
        };
    }

    private String set(String name, String value, Effect effect) {
        String pair = name + "=" + value;
        return switch (platform) {
            case RDS ->
                "aws rds modify-db-parameter-group --db-parameter-group-name <group>" + amazon(name, value, effect);
            case AURORA ->
                "aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name <group>"
                        + amazon(name, value, effect);
            case AZURE ->
                "in the Azure portal, Server parameters: " + pair + restart(effect, "save and restart the server");
            case CLOUD_SQL ->
                "gcloud sql instances patch <instance> --database-flags=^;^" + pair
                        + "  # replaces all flags: list those that are set as well";
            case SUPABASE ->
                "supabase --experimental --project-ref <project> postgres-config update --config '" + pair + "'";
            case NEON -> "ask Neon's support for " + pair;
            case POSTGRESQL, UNKNOWN -> alterSystem(name, value, effect);
        };
    }

    private static String amazon(String name, String value, Effect effect) {
        return " --parameters \"ParameterName=" + name + ",ParameterValue='" + value + "',ApplyMethod="
                + effect.onAmazon + "\"" + restart(effect, "reboot the instance");
    }

    private static String restart(Effect effect, String how) {
        return effect == Effect.RESTART ? "  # then: " + how : "";
    }

    /** The value stands unquoted: a list in quotes would become one bogus name. */
    private static String alterSystem(String name, String value, Effect effect) {
        return "ALTER SYSTEM SET " + name + " = " + value + ";" + effect.afterAlterSystem;
    }
}
