package io.github.pgchime.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's data directory and, beside it, its log: in the folder that the system property {@code pgchime.postgres.data}
 * names, such as one in memory, if it is there and has room, else among the temporary files. It lies where zonky's own start
 * looks for directories whose process died, so what even the {@link Reaper} misses goes with the next start ten minutes
 * later.
 */
record DataDirectory(Path path) {

    private static final String FOLDER = "pgchime.postgres.data";

    /** What the servers of a build take together, two times. */
    private static final long ROOM = 1L << 30;

    private static final String HBA = """
            # type  database     user         address       method
            host    all          postgres     127.0.0.1/32  trust
            host    replication  postgres     127.0.0.1/32  trust
            hostnossl all        +tls_only    127.0.0.1/32  reject
            hostssl all          +certified   127.0.0.1/32  cert
            hostnossl all        +encrypted_not 127.0.0.1/32 scram-sha-256
            hostssl all          +encrypted_not 127.0.0.1/32 reject
            host    all          +cleartext   127.0.0.1/32  password
            host    all          +md5         127.0.0.1/32  md5
            local   all          postgres                   trust
            local   replication  postgres                   trust
            local   all          all                        scram-sha-256
            host    all          all          127.0.0.1/32  scram-sha-256
            host    replication  all          127.0.0.1/32  scram-sha-256
            """;

    static DataDirectory create() {
        String temporary = System.getProperty("java.io.tmpdir");
        Path folder = Optional.ofNullable(System.getProperty(FOLDER))
                .map(Path::of)
                .filter(DataDirectory::hasRoom)
                .orElse(Path.of(temporary));
        return new DataDirectory(folder.resolve("embedded-pg").resolve("pgchime-" + UUID.randomUUID()));
    }

    private static boolean hasRoom(Path folder) {
        try {
            return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() > ROOM;
        } catch (IOException unknown) {
            return false;
        }
    }

    File log() {
        return path.resolveSibling(path.getFileName() + ".log").toFile();
    }

    /** Copies all data, of a server that is stopped, to where nothing is yet. */
    void copyTo(DataDirectory copy) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.path().resolve(path.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Has the server be a standby from its next start on, with these settings over those it has. */
    void makeStandby(Map<String, String> settings) throws IOException {
        Files.createFile(path.resolve("standby.signal"));
        append(settings);
    }

    private void append(Map<String, String> settings) throws IOException {
        StringBuilder conf = new StringBuilder();
        settings.forEach(
                (name, value) -> conf.append('\n').append(name).append(" = ").append(Sql.literal(value)));
        Files.writeString(path.resolve("postgresql.conf"), conf.append('\n'), StandardOpenOption.APPEND);
    }

    /** Writes what the server reads at its start; initdb has run. */
    void configure(Map<String, String> settings, ServerCertificate certificate) {
        try {
            append(settings);
            Files.writeString(path.resolve("pg_hba.conf"), HBA);
            Files.copy(ServerTls.certificates().caFile(), path.resolve("root.crt"));
            install(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server demands that the key be its own and closed to others, as everything here is. */
    void install(ServerCertificate certificate) throws IOException {
        PrivateFile.write(path.resolve("server.key"), Files.readString(certificate.keyFile()));
        Files.writeString(path.resolve("server.crt"), Files.readString(certificate.certFile()));
    }

    /** Nothing remains; what is not there is no error. */
    void delete() throws IOException {
        Files.deleteIfExists(log().toPath());
        deleteData();
    }

    void deleteData() throws IOException {
        if (Files.exists(path)) {
            Files.walkFileTree(path, new Deletion());
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /** A server that is just stopping removes files itself. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
