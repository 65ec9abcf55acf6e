package io.github.pgchime.journal;

import io.github.pgchime.TableName;
import io.github.pgchime.journal.schema.WatchedTable;
import java.util.List;
import java.util.Optional;

/**
 * A table whose changes become entries, with this payload:
 *
 * <pre>
 * {"table", "schema", "action", "id", "key", "old_data", "new_data", "metadata": {"user_id", "session_id", "transaction_id"}}
 * </pre>
 *
 * <p>The action is {@code INSERT}, {@code UPDATE}, {@code DELETE}, {@code TRUNCATE}, or {@code UNRECORDED} for what a
 * statement changed and the trigger could not record, with {@code "error": {"statement", "code", "message"}} beside. The id
 * is the primary key's value, an object of values if it has several columns, null if there is none; {@code key} is that
 * object in any case. {@code user_id} and {@code session_id} are what the writer has set as {@code app.user_id} and
 * {@code app.session_id}. The entry's ordering key is the table with the primary key's value after it.
 *
 * @param only the columns that entries hold; empty for all that are not excluded
 * @param when SQL over {@code old} and {@code new}; empty for every change
 * @param strict whether a change that cannot be recorded fails
 * @param missing what of the table, quoted, lacks a trigger: partitions that came later. Install the watch again
 */
public record Watch(
        TableName table,
        String channel,
        List<String> exclude,
        Optional<List<String>> only,
        Optional<String> when,
        boolean strict,
        List<String> missing) {

    public Watch {
        exclude = List.copyOf(exclude);
        only = only.map(List::copyOf);
        missing = List.copyOf(missing);
    }

    static Watch of(WatchedTable watched) {
        return new Watch(
                watched.table(),
                watched.channel(),
                watched.exclude(),
                watched.only(),
                watched.when(),
                watched.strict(),
                watched.missing());
    }
}
