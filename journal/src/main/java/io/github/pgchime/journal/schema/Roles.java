package io.github.pgchime.journal.schema;

import java.util.Optional;

/**
 * The names of the roles that are granted what the journal is for; what is empty stays as it is, at first
 * {@code pgchime_publish}, {@code pgchime_consume} and {@code pgchime_administer}.
 */
public record Roles(Optional<String> publish, Optional<String> consume, Optional<String> administer) {}
