package io.github.pgchime.change;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.ServerException;
import io.github.pgchime.SlotLostException;
import io.github.pgchime.catalog.Catalog;
import io.github.pgchime.replication.SystemIdentity;
import io.github.pgchime.replication.WalSender;
import io.github.pgchime.wire.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a walsender session to a stream: what the server has and lacks, the publication, the slot, the position. */
final class StreamOpening {

    /** How values are written, as {@link io.github.pgchime.codec} reads them. */
    private static final String FORMS = "SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601'; SET timezone = 'UTC';"
            + " SET extra_float_digits = 3; SET bytea_output = 'hex'; SET lc_monetary = 'C'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String NOT_IN_PREREQUISITE_STATE = "55000";

    private static final int FAILOVER_FROM = 17;
    private static final int TWO_PHASE_FROM = 15;

    /** No transaction's row takes more than the values in it, and this for their headers and the like. */
    private static final int ROOM_BESIDES_VALUES = 64 * 1024;

    private final ChangeStreamOptions options;
    private final WalSender walSender;
    private final Catalog catalog;
    private final Slots slots;
    private final int version;

    StreamOpening(ChangeStreamOptions options, WalSender walSender) {
        this.options = options;
        this.walSender = walSender;
        this.catalog = new Catalog(walSender::query);
        this.slots = new Slots(walSender::query);
        this.version = walSender.connection().majorVersion();
    }

    /** Opens the stream for the first time. */
    Continuity begin() {
        prepare();
        SystemIdentity system = walSender.identifySystem();
        createPublication();
        Publications publications = publications();
        ReplicationSlot slot = requireSlot();
        Lsn confirmed = slot.confirmed().orElse(Lsn.ZERO);
        Lsn start =
                options.start().map(wanted -> start(wanted, confirmed, system)).orElse(confirmed);
        startStreaming(slot, start);
        return new Continuity(system, publications, start);
    }

    /**
     * Opens the stream again.
     *
     * @param before what it was before
     * @param start where it is to begin
     * @param acknowledged up to where everything is acknowledged: there, or behind where a prepared transaction is in between
     */
    Continuity resume(Continuity before, Lsn start, Lsn acknowledged) {
        prepare();
        SystemIdentity system = walSender.identifySystem();
        before.requireSame(options.slot(), system, walSender, acknowledged);
        before.publications().requireSame(publications());
        ReplicationSlot slot = slots.named(options.slot()).orElseThrow(() -> lost(start, "does not exist any more"));
        requireUsable(slot, start);
        slot.confirmed().filter(confirmed -> confirmed.compareTo(start) > 0).ifPresent(confirmed -> {
            throw lost(start, "was moved on to " + confirmed + " by somebody else");
        });
        startStreaming(slot, start);
        return new Continuity(system, before.publications(), start);
    }

    private void prepare() {
        walSender.query(FORMS);
        walSender.query(
                "SET lock_timeout = " + options.connection().connectTimeout().toMillis());
        walSender.requireLogicalDecoding();
    }

    private void createPublication() {
        options.createPublication().ifPresent(tables -> {
            String name = options.publications().getFirst();
            if (catalog.publicationId(name).isEmpty()) {
                walSender.query(Publications.create(name, tables));
            }
        });
    }

    private Publications publications() {
        return Publications.of(options.publications(), catalog, options.connection());
    }

    private ReplicationSlot requireSlot() {
        Optional<ReplicationSlot> found = slots.named(options.slot());
        if (found.isPresent()) {
            if (options.createSlot() == CreateSlot.TEMPORARY) {
                throw new ConfigException(
                        "slot " + options.slot() + " exists already; a temporary one needs another name");
            }
            requireUsable(found.get(), Lsn.ZERO);
            requireAsWanted(found.get());
            return found.get();
        }
        create();
        return slots.named(options.slot()).orElseThrow(() -> lost(Lsn.ZERO, "was dropped as soon as it was created"));
    }

    private void create() {
        requireVersion("failover", options.failover(), FAILOVER_FROM);
        requireVersion("twoPhase", options.twoPhase(), TWO_PHASE_FROM);
        List<String> besides = new ArrayList<>();
        if (options.twoPhase()) {
            besides.add("TWO_PHASE");
        }
        if (options.failover()) {
            besides.add("FAILOVER");
        }
        try {
            switch (options.createSlot()) {
                case NEVER -> throw missing();
                case IF_MISSING -> walSender.createSlot(options.slot(), "pgoutput", besides);
                case TEMPORARY -> walSender.createTemporarySlot(options.slot(), "pgoutput");
            }
        } catch (ServerException e) {
            if (e.sqlState().equals(LOCK_NOT_AVAILABLE)) {
                throw new ServerException(
                        "creating a slot waits for write transactions that are open: "
                                + String.join(", ", catalog.openWriters()),
                        e.error());
            }
            throw e;
        }
    }

    private ConfigException missing() {
        return new ConfigException("replication slot " + options.slot() + " does not exist; create it by SELECT"
                + " pg_create_logical_replication_slot(" + Sql.literal(options.slot()) + ", 'pgoutput'); in database "
                + options.connection().database() + ", or have it created by createSlot(IF_MISSING)");
    }

    private void requireVersion(String option, boolean wanted, int from) {
        if (wanted && version < from) {
            throw new ConfigException(
                    option + " needs PostgreSQL " + from + " or newer, and this server is " + version);
        }
    }

    private void requireUsable(ReplicationSlot slot, Lsn acknowledged) {
        if (!slot.plugin().equals("pgoutput")) {
            throw new ConfigException("slot " + slot.name() + " is "
                    + (slot.plugin().isEmpty() ? "a physical one" : "for the plugin " + slot.plugin())
                    + "; expected a logical one for pgoutput");
        }
        if (!slot.database().equals(options.connection().database())) {
            throw new ConfigException("slot " + slot.name() + " belongs to database " + slot.database() + ", not to "
                    + options.connection().database());
        }
        if (slot.isLost()) {
            throw lost(
                    acknowledged.equals(Lsn.ZERO) ? slot.confirmed().orElse(Lsn.ZERO) : acknowledged,
                    "is invalidated ("
                            + slot.invalidationReason()
                                    .orElse("its log was removed, which max_slot_wal_keep_size allows")
                            + ")");
        }
    }

    private void requireAsWanted(ReplicationSlot slot) {
        if (options.twoPhase() && !slot.twoPhase()) {
            throw new ConfigException("slot " + slot.name()
                    + " exists without two_phase; leave twoPhase out, or drop the slot" + " and have it created anew");
        }
        if (options.failover() && !slot.failover()) {
            throw new ConfigException("slot " + slot.name() + " exists without failover; leave failover out, or run"
                    + " ALTER_REPLICATION_SLOT " + Sql.identifier(slot.name())
                    + " (FAILOVER true) in a replication session");
        }
    }

    private Lsn start(Lsn wanted, Lsn confirmed, SystemIdentity system) {
        if (wanted.compareTo(confirmed) < 0) {
            throw new ConfigException("start " + wanted + " is before " + confirmed + ", up to where slot "
                    + options.slot() + " has confirmed everything: what lies between is not sent again");
        }
        if (wanted.compareTo(system.position()) > 0) {
            throw new ConfigException("start " + wanted + " is behind " + system.position()
                    + ", the end of the server's log: what is written up to there would be skipped");
        }
        return wanted;
    }

    private void startStreaming(ReplicationSlot slot, Lsn start) {
        try {
            walSender.startLogical(slot.name(), start, PluginOptions.of(options, version, slot.twoPhase()), kept());
        } catch (ServerException e) {
            if (e.sqlState().equals(NOT_IN_PREREQUISITE_STATE)) {
                throw lost(start, "cannot be used any more (" + e.error().message() + ")");
            }
            throw e;
        }
    }

    /** What is kept of one message. A row may have several values. */
    private int kept() {
        return (int) Math.min(Integer.MAX_VALUE, 4 * options.maxValueSize() + ROOM_BESIDES_VALUES);
    }

    private SlotLostException lost(Lsn acknowledged, String happened) {
        return new SlotLostException(options.slot(), acknowledged, happened);
    }
}
