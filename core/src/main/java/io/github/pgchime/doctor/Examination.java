package io.github.pgchime.doctor;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.PgConnection;
import io.github.pgchime.wire.Row;
import io.github.pgchime.wire.Sql;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at one server, from the outside in. */
final class Examination {

    /** With one of these no slot can be made at all, whatever the plugin. */
    private static final Set<CheckName> OBSTACLES =
            EnumSet.of(CheckName.WAL_LEVEL, CheckName.SLOTS, CheckName.RECOVERY, CheckName.POOLER);

    private final NudgeOptions options;
    private final Sessions sessions;
    private final Findings findings = new Findings();
    private Optional<Vitals> vitals = Optional.empty();

    Examination(NudgeOptions options, Sessions sessions) {
        this.options = options;
        this.sessions = sessions;
    }

    Report report() {
        String whyMissing = "not looked at, because of what failed";
        try {
            examine(sessions.ordinary());
        } catch (PgChimeException e) {
            whyMissing = "there is no connection";
            findings.replace(new ConnectionAdvice(options.connection()).connect(sessions.cause(e)));
        }
        return new Report(
                vitals.map(Vitals::version),
                vitals.map(Vitals::platform).orElse(Platform.UNKNOWN),
                findings.all(whyMissing));
    }

    private void examine(PgConnection session) {
        Vitals found =
                Vitals.of(session, query(session, Statement.VITALS.text()).getFirst());
        vitals = Optional.of(found);
        LinkChecks link = new LinkChecks(options.connection(), found);
        findings.add(link.connect());
        findings.add(link.tls());
        findings.addAll(new ServerChecks(found).all());
        List<WatchedTable> tables =
                new Catalog(sql -> query(session, sql)).watchedTables(options.tables(), options.publication());
        findings.examine(CheckName.TABLES, () -> tableChecks(session, tables).all());
        findings.examine(
                CheckName.PUBLICATION,
                () -> List.of(new PublicationChecks(options, tables).check(sql -> query(session, sql))));
        boolean made = replicate(found, tables);
        findings.examine(
                CheckName.OPEN_TRANSACTIONS,
                () -> made
                        ? TransactionChecks.noneBlocks()
                        : new TransactionChecks(query(session, Statement.BLOCKERS.text()).stream()
                                        .map(TransactionChecks.Blocker::of)
                                        .toList())
                                .all());
    }

    private TableChecks tableChecks(PgConnection session, List<WatchedTable> tables) {
        Map<TableName, String> notLogged = options.tables().isEmpty()
                ? Map.of()
                : query(session, Statement.UNLOGGED.text().replace(":names", Sql.rows(options.tables()))).stream()
                        .collect(Collectors.toMap(Examination::tableName, row -> row.text("what")));
        List<TableName> keyless = options.tables().isEmpty() && options.plugin() == Plugin.WAL2JSON
                ? query(session, Statement.KEYLESS.text()).stream()
                        .map(Examination::tableName)
                        .toList()
                : List.of();
        return new TableChecks(options, tables, notLogged, keyless);
    }

    private static TableName tableName(Row row) {
        return new TableName(row.text("schema"), row.text("name"));
    }

    /** Whether a slot was made without a wait. */
    private boolean replicate(Vitals found, List<WatchedTable> tables) {
        ReplicationSession replication = new ReplicationSession(options.connection(), found);
        try {
            WalSender walSender = sessions.walSender();
            findings.addAll(replication.examine(walSender));
            return probe(walSender, new PluginChecks(options, found, tables));
        } catch (PgChimeException e) {
            findings.addAll(replication.examine(sessions.cause(e)));
            findings.addAll(PluginChecks.skipped("there is no replication session"));
            return false;
        }
    }

    /** On a standby a slot may have to wait for as long as its primary is idle, so none is tried. */
    private boolean probe(WalSender walSender, PluginChecks plugins) {
        if (plugins.vitals().inRecovery() || findings.anyFailed(OBSTACLES)) {
            findings.addAll(PluginChecks.skipped("no slot could be made, or not at once: see the checks above"));
            return false;
        }
        List<PluginChecks.Tried> tried = PluginChecks.tried(new PluginProbe(walSender)::attempt);
        findings.addAll(plugins.all(tried));
        return tried.stream().anyMatch(PluginChecks.Tried::isMade);
    }

    /** The limit is for this one query: behind a pooler, what is set for the session would stay for others. */
    private List<Row> query(PgConnection session, String sql) {
        return session.query("SET LOCAL statement_timeout = "
                + options.connection().connectTimeout().toMillis() + "; " + sql);
    }
}
