package io.github.pgchime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of services, as libpq reads it: sections named in brackets, with {@code parameter=value} on each line, without blanks
 * around the {@code =}, and lines that begin with a {@code #} left out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">PostgreSQL: the connection service file</a>
 */
record ServiceFile(Path file) {

    /**
     * What it says of a service; empty if it does not name it.
     *
     * @throws ConfigException if the file cannot be read, or what it says is wrong
     */
    Optional<Map<Parameter, String>> values(String service) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new ConfigException("service file " + file + " cannot be read: " + e, e);
        }
        GivenParameters given = new GivenParameters("service file " + file + ": ");
        boolean inside = false;
        boolean found = false;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.startsWith("[")) {
                inside = !found && line.equals("[" + service + "]");
                found |= inside;
            } else if (inside && !line.isEmpty() && !line.startsWith("#")) {
                pair(given, number, line);
            }
        }
        return found ? Optional.of(given.values()) : Optional.empty();
    }

    private static void pair(GivenParameters given, int number, String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw given.bad("line " + number + " has no =; expected parameter=value");
        }
        String name = line.substring(0, equals);
        if (name.equals("service") || name.equals("servicefile")) {
            throw given.bad("line " + number + " names another service, which a service cannot");
        }
        given.named(
                "the parameter in line " + number, name, line.substring(equals + 1), false, "expected parameter=value");
    }
}
