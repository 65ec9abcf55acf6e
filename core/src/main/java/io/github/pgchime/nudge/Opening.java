package io.github.pgchime.nudge;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.TableName;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.decode.Decoder;
import io.github.pgchime.decode.OutputPlugin;
import io.github.pgchime.decode.ServerEncoding;
import io.github.pgchime.lifecycle.TimeSource;
import io.github.pgchime.replication.WalSender;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** From nothing to a stream: the sessions, what the server has and lacks, the slot. */
final class Opening {

    /** What has been opened. */
    record Stream(
            WalSender walSender,
            Visibility visibility,
            Optional<SideSession> side,
            WatchList watchList,
            Premises premises,
            OutputPlugin plugin,
            Decoder decoder,
            String slot,
            Lsn start,
            Set<Integer> unfinished) {}

    /** Keeps what is opened, so that it can be aborted from elsewhere. */
    interface Holder {
        void hold(WalSender walSender);

        void hold(SideSession side);
    }

    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    /** Of a row only its table is of interest; a relation's description of 1,600 columns fits as well. */
    private static final int KEPT_OF_EACH = 256 * 1024;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** No such library; or one, there or not, that is not in output_plugin_libraries, where that setting exists. */
    private static final Set<String> PLUGIN_MISSING = Set.of("58P01", INSUFFICIENT_PRIVILEGE);

    private final NudgeOptions options;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Holder holder;

    Opening(NudgeOptions options, TimeSource time, RandomGenerator random, Holder holder) {
        this.options = options;
        this.time = time;
        this.random = random;
        this.holder = holder;
    }

    Stream open() {
        WalSender walSender = openWalSender();
        ServerSettings.apply(walSender, options);
        Catalog catalog = new Catalog(walSender::query);
        List<WatchedTable> tables = catalog.watchedTables(options.tables(), options.publication());
        tables.forEach(Opening::warnOfSilence);
        WatchList watchList = new WatchList(tables);
        Premises premises = Premises.of(catalog, tables, options);
        Optional<SideSession> side = openSide();
        Visibility visibility = side.<Visibility>map(asked -> asked)
                .orElseGet(() -> new NoVisibility(catalog.partitions(), watchList.open()));

        String slot = "pgchime_" + walSender.connection().backendPid() + "_"
                + HexFormat.of().toHexDigits(random.nextInt());
        List<OutputPlugin> candidates =
                new PluginChoice(options, tables, walSender.connection().majorVersion()).candidates();
        Created created = createSlot(walSender, slot, candidates);
        OutputPlugin plugin = created.plugin();
        warnOfMissedRows(plugin, tables);
        walSender.startLogical(slot, Lsn.ZERO, plugin.options(), KEPT_OF_EACH);
        Decoder decoder = plugin.newDecoder(ServerEncoding.charset(
                walSender.connection().parameter("server_encoding").orElse("UTF8")));
        Set<Integer> unfinished = side.map(SideSession::unfinishedTransactions).orElse(Set.of());
        return new Stream(
                walSender, visibility, side, watchList, premises, plugin, decoder, slot, created.start(), unfinished);
    }

    private WalSender openWalSender() {
        WalSender walSender = WalSender.open(options.connection(), time::nanos);
        holder.hold(walSender);
        return walSender;
    }

    private Optional<SideSession> openSide() {
        if (!options.visibilityCheck()) {
            return Optional.empty();
        }
        SideSession side = new SideSession(options.connection(), time);
        holder.hold(side);
        side.open();
        return Optional.of(side);
    }

    private record Created(OutputPlugin plugin, Lsn start) {}

    private static Created createSlot(WalSender walSender, String slot, List<OutputPlugin> candidates) {
        Optional<ServerException> missing = Optional.empty();
        for (OutputPlugin plugin : candidates) {
            try {
                return new Created(plugin, walSender.createTemporarySlot(slot, plugin.pluginName()));
            } catch (ServerException e) {
                if (e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                    throw new ServerException(
                            "creating a slot waits for write transactions that are open: "
                                    + String.join(", ", new Catalog(walSender::query).openWriters()),
                            e.error());
                }
                if (!PLUGIN_MISSING.contains(e.sqlState())) {
                    throw e;
                }
                missing = Optional.of(e);
            }
        }
        List<String> names = candidates.stream().map(OutputPlugin::pluginName).toList();
        throw new ConfigException("the server cannot load the output plugin " + String.join(" nor ", names) + " ("
                + missing.map(e -> e.error().message()).orElse("none was tried")
                + "); install it (test_decoding comes with postgresql-contrib), list it in"
                + " output_plugin_libraries where that setting exists, or name a publication");
    }

    private static void warnOfSilence(WatchedTable table) {
        switch (table.kind()) {
            case MISSING -> warn("watched table " + table.name() + " does not exist; it will nudge once it does");
            case NOT_LOGGED ->
                warn("watched table " + table.name() + " is a view or a foreign, temporary or unlogged table, whose"
                        + " changes are not in the log: it will never nudge");
            case TABLE, PARTITIONED -> {
                if (!table.published()) {
                    warn("watched table " + table.name() + " is not in the publication: it will not nudge");
                }
            }
        }
    }

    private static void warnOfMissedRows(OutputPlugin plugin, List<WatchedTable> tables) {
        if (!plugin.pluginName().equals("wal2json")) {
            return;
        }
        if (tables.isEmpty()) {
            warn("wal2json never tells UPDATE and DELETE of tables without a replica identity");
        }
        tables.stream()
                .filter(table -> !table.replicaIdentity())
                .map(WatchedTable::name)
                .map(TableName::toString)
                .forEach(name -> warn("table " + name + " has no replica identity, so wal2json will never tell its"
                        + " UPDATE and DELETE; use test_decoding, or ALTER TABLE … REPLICA IDENTITY FULL"));
    }

    private static void warn(String text) {
        LOG.log(System.Logger.Level.WARNING, text);
    }
}
