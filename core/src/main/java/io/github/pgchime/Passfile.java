package io.github.pgchime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of passwords, as libpq reads it: lines of {@code host:port:database:user:password}, of which the first that fits counts; a
 * {@code *} fits everything, and a backslash precedes a colon or a backslash. It is read anew at every connect.
 *
 * @param file which need not exist
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">PostgreSQL: the password file</a>
 */
record Passfile(Path file) {

    private static final int FIELDS = 5;

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    /** Built into libpq, which looks for {@code localhost} then: PostgreSQL's own, and Debian's. */
    private static final Set<String> DEFAULT_DIRECTORIES = Set.of("/tmp", "/var/run/postgresql");

    /**
     * The password for a session; empty if the file has none, or there is no file.
     *
     * @throws ConfigException if others than its owner may read or write it, or it cannot be read
     */
    char[] password(String host, int port, String database, String user) {
        List<String> wanted =
                List.of(DEFAULT_DIRECTORIES.contains(host) ? "localhost" : host, String.valueOf(port), database, user);
        for (String line : lines()) {
            if (!line.startsWith("#")) {
                List<String> fields = fields(line);
                if (fields.size() == FIELDS && fits(wanted, fields)) {
                    return fields.getLast().toCharArray();
                }
            }
        }
        return new char[0];
    }

    private List<String> lines() {
        try {
            if (Files.notExists(file)) {
                return List.of();
            }
            if (!Files.isRegularFile(file)) {
                throw new ConfigException("passfile " + file + " is not a plain file");
            }
            requireForOwnerAlone();
            // What is no UTF-8 fits no line and harms none.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ConfigException("passfile " + file + " cannot be read: " + e, e);
        }
    }

    /** libpq takes no notice of such a file but for a warning, and then says that there is no password. */
    private void requireForOwnerAlone() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new ConfigException("passfile " + file
                    + " can be read or written by others than its owner, and so is not used; run chmod 0600 on it");
        }
    }

    private static boolean fits(List<String> wanted, List<String> fields) {
        for (int i = 0; i < wanted.size(); i++) {
            String field = fields.get(i);
            if (!field.equals("*") && !unescaped(field).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The first four as they stand, so that an escaped star is no star, and the last as it is meant. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < line.length() && fields.size() < FIELDS - 1; at++) {
            if (line.charAt(at) == '\\') {
                at++;
            } else if (line.charAt(at) == ':') {
                fields.add(line.substring(from, at));
                from = at + 1;
            }
        }
        fields.add(unescaped(line.substring(from)));
        return fields;
    }

    private static String unescaped(String field) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < field.length(); at++) {
            boolean escape = field.charAt(at) == '\\' && at + 1 < field.length();
            text.append(field.charAt(escape ? ++at : at));
        }
        return text.toString();
    }
}
