package io.github.pgchime.doctor;

import io.github.pgchime.PgChimeException;
import io.github.pgchime.ServerException;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.nudge.Plugin;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Which output plugins the server offers, and whether one that the feed would take is among them. */
record PluginChecks(NudgeOptions options, Vitals vitals, List<WatchedTable> tables) {

    /** What came of trying a plugin. */
    record Tried(Candidate candidate, PluginProbe.Outcome outcome) {
        boolean isRefused() {
            return outcome instanceof PluginProbe.Outcome.Refused;
        }

        boolean isMade() {
            return outcome instanceof PluginProbe.Outcome.Made;
        }
    }

    /** The plugins there are, and the checks they have. */
    enum Candidate {
        TEST_DECODING(Plugin.TEST_DECODING, CheckName.PLUGIN_TEST_DECODING),
        WAL2JSON(Plugin.WAL2JSON, CheckName.PLUGIN_WAL2JSON),
        PGOUTPUT(Plugin.PGOUTPUT, CheckName.PLUGIN_PGOUTPUT);

        private final Plugin plugin;
        private final CheckName check;

        Candidate(Plugin plugin, CheckName check) {
            this.plugin = plugin;
            this.check = check;
        }

        String library() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tries each, whether or not the feed would take it. */
    static List<Tried> tried(Function<String, PluginProbe.Outcome> attempt) {
        return List.of(Candidate.values()).stream()
                .map(candidate -> new Tried(candidate, attempt.apply(candidate.library())))
                .toList();
    }

    static List<Check> skipped(String why) {
        return List.of(Candidate.values()).stream()
                .map(candidate -> candidate.check.skipped(why))
                .toList();
    }

    List<Check> all(List<Tried> tried) {
        List<Plugin> wanted = wanted();
        boolean served = tried.stream().anyMatch(one -> wanted.contains(one.candidate().plugin) && !one.isRefused());
        return tried.stream()
                .map(one -> check(one, !served && wanted.contains(one.candidate().plugin)))
                .toList();
    }

    /** The same that the feed tries. */
    private List<Plugin> wanted() {
        if (options.plugin() != Plugin.AUTO) {
            return List.of(options.plugin());
        }
        if (options.publication().isPresent()) {
            return List.of(Plugin.PGOUTPUT);
        }
        boolean wal2jsonSeesAll = !tables.isEmpty()
                && tables.stream()
                        .allMatch(table -> table.kind() == WatchedTable.Kind.TABLE && table.replicaIdentity());
        return wal2jsonSeesAll ? List.of(Plugin.WAL2JSON, Plugin.TEST_DECODING) : List.of(Plugin.TEST_DECODING);
    }

    private Check check(Tried one, boolean missed) {
        CheckName name = one.candidate().check;
        return switch (one.outcome()) {
            case PluginProbe.Outcome.Made made -> name.ok("made a slot");
            case PluginProbe.Outcome.Waited waited -> name.ok("is there; its slot waited for open transactions");
            case PluginProbe.Outcome.Refused(PgChimeException cause) ->
                missed
                        ? name.fail(words(cause), fix(one.candidate(), cause))
                        : name.skipped("this feed does not need it; " + words(cause));
        };
    }

    private static String words(PgChimeException cause) {
        return cause instanceof ServerException e
                ? e.error().message() + " [" + e.sqlState() + "]"
                : "no answer to the slot: " + cause.getMessage();
    }

    private String fix(Candidate candidate, PgChimeException cause) {
        return switch (cause instanceof ServerException e ? e.sqlState() : "") {
            case "42501" ->
                vitals.remedy()
                        .setAndReload(
                                "output_plugin_libraries",
                                vitals.allowedPlugins()
                                        .filter(list -> !list.isBlank())
                                        .map(list -> list + ", " + candidate.library())
                                        .orElse(candidate.library()));
            case "58P01" -> install(candidate);
            case "53400" ->
                vitals.remedy()
                        .setAndRestart(
                                "max_replication_slots",
                                Long.toString(vitals.slots().most() + 10));
            default -> "see the server's log for the cause";
        };
    }

    /** As PostgreSQL's own packages for Debian and Ubuntu are named; pgoutput is part of the server. */
    private String install(Candidate candidate) {
        String server = "apt-get install postgresql-" + vitals.major();
        return candidate == Candidate.WAL2JSON
                ? server + "-wal2json"
                : server + "  # elsewhere the package is postgresql-contrib";
    }
}
