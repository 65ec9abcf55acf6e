package io.github.pgchime.doctor;

import java.util.List;
import java.util.Set;

/**
 * Where a server runs, which decides how its settings are changed.
 *
 * <p>Told by what only the provider can have put there: settings that its own modules define, and the name of the first
 * superuser (oid 10), which comes from initdb and never from a restored dump.
 */
public enum Platform {
    /** The server was not reached. */
    UNKNOWN("unknown", "", ""),
    /** PostgreSQL in its owner's own hands, or on a platform that is not known here. */
    POSTGRESQL("PostgreSQL", "", ""),
    AURORA("Amazon Aurora", "", ""),
    RDS("Amazon RDS", "rds", "rdsadmin"),
    AZURE("Azure Database for PostgreSQL", "azure", "azuresu"),
    CLOUD_SQL("Google Cloud SQL", "cloudsql", "cloudsqladmin"),
    NEON("Neon", "neon", "cloud_admin"),
    SUPABASE("Supabase", "supautils", "supabase_admin");

    private final String label;
    private final String settings;
    private final String superuser;

    Platform(String label, String settings, String superuser) {
        this.label = label;
        this.settings = settings;
        this.superuser = superuser;
    }

    /** The name as its provider writes it. */
    public String label() {
        return label;
    }

    /**
     * @param prefixes what stands before the dot in the names of the settings that the server lists
     * @param superuser the name of the role with oid 10
     * @param auroraVersion whether there is a function {@code aurora_version}
     */
    static Platform of(Set<String> prefixes, String superuser, boolean auroraVersion) {
        for (Platform platform : List.of(RDS, AZURE, CLOUD_SQL, NEON, SUPABASE)) {
            if (platform.superuser.equals(superuser) || prefixes.contains(platform.settings)) {
                return platform == RDS && auroraVersion ? AURORA : platform;
            }
        }
        return POSTGRESQL;
    }
}
