package io.github.pgchime.change;

import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a PostgreSQL server says to a change stream. Its slot is confirmed up to 0/100, and its log ends at 0/9000. */
final class Scripts {

    static final String START = "START_REPLICATION";
    static final String CREATE = "CREATE_REPLICATION_SLOT";
    static final String SLOTS = "SELECT s.slot_name";
    static final String PUBLICATION = "SELECT oid FROM pg_catalog.pg_publication";

    private Scripts() {}

    /** A session of PostgreSQL 17, the last version that says by itself that a publication is gone. */
    static Script welcome() {
        return Script.welcome().send(Frames.parameterStatus("server_version", "17.1"));
    }

    /** A walsender's session up to its stream. */
    static Script stream() {
        return welcome().answerUntil(START, Scripts::answer, Frames.copyBothResponse());
    }

    /** A walsender's session with other answers to queries that start so. */
    static Script opening(Map<String, List<byte[]>> others) {
        return welcome().answer(answers(others));
    }

    static Function<String, List<byte[]>> answers(Map<String, List<byte[]>> others) {
        return sql -> others.entrySet().stream()
                .filter(other -> sql.startsWith(other.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> answer(sql));
    }

    /** What a server in good order answers. */
    static List<byte[]> answer(String sql) {
        if (sql.contains("wal_sender_timeout")) {
            return Frames.row(List.of("setting"), List.of("60000"));
        }
        if (sql.contains("wal_level")) {
            return Frames.row(List.of("wal_level"), List.of("logical"));
        }
        if (sql.equals("IDENTIFY_SYSTEM")) {
            return system("4711", 1, "0/9000");
        }
        if (sql.startsWith(PUBLICATION)) {
            return Frames.row(List.of("oid"), List.of("16400"));
        }
        if (sql.startsWith(SLOTS)) {
            return slot(Map.of());
        }
        if (sql.startsWith(CREATE)) {
            return Frames.row(List.of("slot_name", "consistent_point"), List.of("s", "0/100"));
        }
        if (sql.startsWith("SELECT CASE WHEN pg_catalog.pg_is_in_recovery()")) {
            return Frames.row(List.of("lsn"), List.of("0/9000"));
        }
        return Frames.done("SET");
    }

    static List<byte[]> system(String id, int timeline, String position) {
        return Frames.row(List.of("systemid", "timeline", "xlogpos"), List.of(id, String.valueOf(timeline), position));
    }

    /** The slot s as it should be, but for these columns. An empty text is NULL. */
    static List<byte[]> slot(Map<String, String> others) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("name", "s");
        columns.put("plugin", "pgoutput");
        columns.put("database", "scripted");
        columns.put("temporary", "f");
        columns.put("active_pid", "");
        columns.put("restart_lsn", "0/80");
        columns.put("confirmed_flush_lsn", "0/100");
        columns.put("lag", "36608");
        columns.put("age", "");
        columns.put("wal_status", "reserved");
        columns.put("two_phase", "false");
        columns.put("failover", "false");
        columns.put("invalidation_reason", "");
        columns.putAll(others);
        List<Optional<String>> values = new ArrayList<>();
        columns.forEach((name, value) -> values.add(
                value.isEmpty() && !name.equals("plugin") && !name.equals("database")
                        ? Optional.empty()
                        : Optional.of(value)));
        return List.of(
                Frames.rowDescription(columns.keySet().toArray(String[]::new)),
                Frames.dataRow(values),
                Frames.commandComplete("SELECT 1"),
                Frames.readyForQuery('I'));
    }

    static List<byte[]> error(String sqlState, String message) {
        return List.of(Frames.errorResponse(sqlState, message), Frames.readyForQuery('I'));
    }

    static byte[] xlog(byte[]... payloads) {
        byte[][] frames = new byte[payloads.length][];
        for (int i = 0; i < payloads.length; i++) {
            frames[i] = Frames.xlogData(0x200 + i, 0x200, payloads[i]);
        }
        return Frames.concat(frames);
    }

    /** A transaction that inserts one row, whose id is its xid. */
    static byte[] transaction(int xid, long end) {
        return xlog(
                Envelopes.begin(xid, end - 8),
                Envelopes.relation(7, "t"),
                Envelopes.insert(7, xid, "a"),
                Envelopes.commit(end - 8, end));
    }

    /** Has the first delays be none, and those of a stream that is forgotten about endless. */
    static RandomGenerator none() {
        AtomicInteger calls = new AtomicInteger();
        return () -> calls.incrementAndGet() < 10 ? 0 : Long.MAX_VALUE;
    }
}
