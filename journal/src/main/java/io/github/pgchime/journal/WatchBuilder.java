package io.github.pgchime.journal;

import io.github.pgchime.TableName;
import io.github.pgchime.journal.schema.WatchedTable;
import io.github.pgchime.journal.schema.Watching;
import java.util.List;
import java.util.Optional;

/**
 * Makes the changes of a table entries, by triggers. Until {@link #install} nothing happens. Not thread-safe.
 *
 * <p>Each row that is inserted, updated or deleted is an entry whose payload {@link Watch} describes; so is each
 * {@code TRUNCATE}. A partitioned table is watched with all of its partitions.
 */
public final class WatchBuilder {

    private final Watching watching;
    private final TableName table;
    private String channel = "data_change";
    private List<String> exclude = List.of();
    private Optional<List<String>> only = Optional.empty();
    private Optional<String> when = Optional.empty();
    private boolean strict;

    WatchBuilder(Watching watching, TableName table) {
        this.watching = watching;
        this.table = table;
    }

    /** Where the entries go; without it {@code data_change}. */
    public WatchBuilder channel(String name) {
        Publication.checkChannel(name);
        channel = name;
        return this;
    }

    /** Columns that no entry is to hold, such as secrets; none of the primary key, which is the entry's id. */
    public WatchBuilder exclude(String... columns) {
        exclude = List.of(columns);
        return this;
    }

    /** The only columns that entries are to hold, beside the primary key in the id. */
    public WatchBuilder only(String... columns) {
        only = Optional.of(List.of(columns));
        return this;
    }

    /**
     * Which changes become entries, as SQL over {@code old} and {@code new}, such as
     * {@code old.status IS DISTINCT FROM new.status}. Of an insert all of {@code old} is NULL, of a delete all of {@code new}.
     * Functions, operators and tables other than PostgreSQL's own need their schema. It runs with the rights of the role that
     * installs the watch.
     */
    public WatchBuilder when(String condition) {
        when = Optional.of(condition);
        return this;
    }

    /** A change that cannot be recorded fails; otherwise it goes through, and an entry says that something is not recorded. */
    public WatchBuilder strict() {
        strict = true;
        return this;
    }

    /**
     * Makes the triggers, or makes them as is said here if the table is watched, also on partitions that came since.
     *
     * @throws io.github.pgchime.ConfigException if there is no such table or column, the condition is wrong, or a right is
     *     missing
     */
    public void install() {
        watching.install(new WatchedTable(table, channel, exclude, only, when, strict, List.of()));
    }

    /**
     * Takes the triggers away.
     *
     * @return whether it was watched
     */
    public boolean remove() {
        return watching.remove(table);
    }
}
