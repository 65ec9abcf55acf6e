package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts the messages of a stream together to transactions, of which it keeps only a count per table that matters. */
final class Transactions {

    /** The prefix of {@code pg_logical_emit_message} whose content names a table to nudge. */
    static final String PREFIX = "pgchime";

    /** Longer content names no table: PostgreSQL's names have 63 bytes, and what is counted by name stays in memory. */
    private static final int LONGEST_NAME = 1_024;

    private static final System.Logger LOG = System.getLogger(Transactions.class.getName());

    private final Predicate<TableName> matters;
    private final int mostTables;
    private final TimeSource time;
    private final Map<TableName, Long> changes = new LinkedHashMap<>();
    private Optional<Integer> xid = Optional.empty();
    private Optional<TableName> latest = Optional.empty();
    private long latestCount;
    private boolean overflow;

    /** @param matters which tables are counted at all */
    Transactions(Predicate<TableName> matters, int mostTables, TimeSource time) {
        this.matters = matters;
        this.mostTables = mostTables;
        this.time = time;
    }

    /** Takes the next message; returns the transaction that it commits, if it does. */
    Optional<CommittedTransaction> accept(LogicalMessage message) {
        switch (message) {
            case LogicalMessage.RowChange(var kind, TableName table) -> count(table);
            case LogicalMessage.Begin(int begun) -> begin(begun);
            case LogicalMessage.Truncate(var tables) -> tables.forEach(this::count);
            case LogicalMessage.Emitted(boolean transactional, String prefix, String content) -> {
                if (transactional && prefix.equals(PREFIX)) {
                    countNamed(content);
                }
            }
            case LogicalMessage.Commit() -> {
                return commit();
            }
            case LogicalMessage.Other() -> {}
        }
        return Optional.empty();
    }

    private void begin(int begun) {
        if (xid.isPresent()) {
            throw new ProtocolException("a transaction begins within another");
        }
        xid = Optional.of(begun);
    }

    /** Rows come in runs of one table: only the end of a run touches the map. */
    private void count(TableName table) {
        if (xid.isEmpty()) {
            throw new ProtocolException("a change of " + table + " outside any transaction");
        }
        if (latest.isPresent() && latest.get().equals(table)) {
            latestCount++;
        } else {
            settle();
            latest = Optional.of(table);
            latestCount = 1;
        }
    }

    private void countNamed(String content) {
        if (content.length() > LONGEST_NAME) {
            warn("it has " + content.length() + " characters");
            return;
        }
        try {
            count(TableName.parse(content));
        } catch (ConfigException e) {
            warn(String.valueOf(e.getMessage()));
        }
    }

    private static void warn(String why) {
        LOG.log(
                System.Logger.Level.WARNING,
                "a message with the prefix " + PREFIX + " names no table and nudges nobody: " + why);
    }

    private void settle() {
        if (latest.isEmpty() || overflow) {
            return;
        }
        if (matters.test(latest.get())) {
            changes.merge(latest.get(), latestCount, Long::sum);
        }
        if (changes.size() > mostTables) {
            overflow = true;
            changes.clear();
        }
    }

    private Optional<CommittedTransaction> commit() {
        int committed = xid.orElseThrow(() -> new ProtocolException("a commit outside any transaction"));
        settle();
        CommittedTransaction transaction = new CommittedTransaction(committed, touched(), overflow, time.instant());
        xid = Optional.empty();
        latest = Optional.empty();
        overflow = false;
        changes.clear();
        return Optional.of(transaction);
    }

    /** Most transactions touch one table. */
    private Map<TableName, Long> touched() {
        if (changes.size() == 1) {
            Map.Entry<TableName, Long> only = changes.entrySet().iterator().next();
            return Map.of(only.getKey(), only.getValue());
        }
        return changes.isEmpty() ? Map.of() : new LinkedHashMap<>(changes);
    }
}
