package io.github.pgchime.testkit;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a major's server: in the folder that the build fills, else, for the newest, on the class path. */
final class Binaries {

    /** System property that names the folder of the jars. */
    static final String FOLDER = "pgchime.postgres.binaries";

    private Binaries() {}

    static PgBinaryResolver of(int major) throws IOException {
        return of(major, Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of));
    }

    static PgBinaryResolver of(int major, Optional<Path> folder) throws IOException {
        Optional<BinariesJar> jar = folder.isEmpty() ? Optional.empty() : BinariesJar.find(folder.get(), major);
        if (jar.isPresent()) {
            return jar.get();
        }
        if (major == Majors.NEWEST) {
            return DefaultPostgresBinaryResolver.INSTANCE;
        }
        String where =
                folder.map(path -> "not in " + path).orElse("nowhere, as system property " + FOLDER + " is unset");
        throw new IllegalStateException(
                "PostgreSQL " + major + " is " + where + "; fetch it with: mvn -N initialize -Dpg=" + major
                        + " and set -D" + FOLDER + " to the root's target/postgres (the build does)");
    }
}
