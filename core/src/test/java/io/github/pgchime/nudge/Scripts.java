package io.github.pgchime.nudge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pgchime.testkit.script.Frames;
import io.github.pgchime.testkit.script.Script;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What a PostgreSQL server says to a nudge feed's two sessions. */
final class Scripts {

    /** The slot's name that {@link #greatest()} leads to. */
    static final String SLOT = "pgchime_4711_0000002a";

    static final String START = "START_REPLICATION";
    static final String CREATE = "CREATE_REPLICATION_SLOT";

    private Scripts() {}

    /** A walsender's session up to its stream. */
    static Script stream() {
        return Script.welcome().answerUntil(START, Scripts::answer, Frames.copyBothResponse());
    }

    /** A walsender's session up to the creation of its slot, which gets this answer. */
    static Script slot(byte[]... answer) {
        return Script.welcome().answerUntil(CREATE, Scripts::answer, answer);
    }

    /** The session beside it, for as long as it lasts. */
    static Script side() {
        return Script.welcome().answer(Scripts::answer);
    }

    /** The session beside it, whose answers to queries that start so are others. */
    static Script side(String prefix, List<byte[]> answer) {
        return side(sql -> sql.startsWith(prefix) ? Optional.of(answer) : Optional.empty());
    }

    static Script side(Function<String, Optional<List<byte[]>>> answers) {
        return Script.welcome().answer(sql -> answers.apply(sql).orElseGet(() -> answer(sql)));
    }

    /** What a server in good order answers. */
    static List<byte[]> answer(String sql) {
        if (sql.startsWith("SET ")) {
            return Frames.done("SET");
        }
        if (sql.contains("wal_level")) {
            return Frames.row(List.of("wal_level"), List.of("logical"));
        }
        if (sql.startsWith("-- What stands behind")) {
            return watched("TABLE", true);
        }
        if (sql.startsWith(CREATE)) {
            return created();
        }
        if (sql.startsWith("SELECT txid_current_snapshot()")) {
            return snapshot("1000:1000:");
        }
        return Frames.done("SELECT 0");
    }

    /** The table public.a. */
    static List<byte[]> watched(String kind, boolean published) {
        return List.of(
                Frames.rowDescription("schema", "name", "kind", "replica_identity", "published", "partition_name"),
                Frames.dataRow(List.of(
                        Optional.of("public"),
                        Optional.of("a"),
                        Optional.of(kind),
                        Optional.of("t"),
                        Optional.of(published ? "t" : "f"),
                        Optional.empty())),
                Frames.commandComplete("SELECT 1"),
                Frames.readyForQuery('I'));
    }

    static List<byte[]> created() {
        return Frames.row(
                List.of("slot_name", "consistent_point", "snapshot_name", "output_plugin"),
                List.of(SLOT, "0/100", "", "test_decoding"));
    }

    static List<byte[]> snapshot(String snapshot) {
        return Frames.row(List.of("snapshot", "partitions", "written"), List.of(snapshot, "f", "0/100"));
    }

    static byte[] xlog(long position, String payload) {
        return Frames.xlogData(position, position, payload.getBytes(UTF_8));
    }

    /** A transaction of one change each, as test_decoding writes it. */
    static byte[] transaction(int xid, String... tables) {
        byte[][] frames = new byte[tables.length + 2][];
        frames[0] = xlog(0x200, "BEGIN " + xid);
        for (int i = 0; i < tables.length; i++) {
            frames[i + 1] = xlog(0x200, "table " + tables[i] + ": INSERT: id[integer]:1");
        }
        frames[tables.length + 1] = xlog(0x300, "COMMIT " + xid);
        return Frames.concat(frames);
    }

    /** Always the greatest number that is asked for, so that every delay is its ceiling. */
    static RandomGenerator greatest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 42L << 32;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
    }
}
