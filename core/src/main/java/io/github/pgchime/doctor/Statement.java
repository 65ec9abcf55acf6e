package io.github.pgchime.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The questions to the server, each in a resource of its own. */
enum Statement {
    VITALS("vitals.sql"),
    BLOCKERS("blockers.sql"),
    PUBLICATION("publication.sql"),
    UNLOGGED("unlogged.sql"),
    KEYLESS("keyless.sql");

    private final String resource;

    Statement(String resource) {
        this.resource = resource;
    }

    String text() {
        try (InputStream in = Statement.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + Statement.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
