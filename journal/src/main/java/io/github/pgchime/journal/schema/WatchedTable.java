package io.github.pgchime.journal.schema;

import io.github.pgchime.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A table whose changes become entries.
 *
 * @param only the columns that entries hold; empty for all
 * @param when SQL over {@code old} and {@code new}; empty for every change
 * @param missing what of it lacks triggers, quoted
 */
public record WatchedTable(
        TableName table,
        String channel,
        List<String> exclude,
        Optional<List<String>> only,
        Optional<String> when,
        boolean strict,
        List<String> missing) {}
