package io.github.pgchime.doctor;

import io.github.pgchime.TableName;
import io.github.pgchime.catalog.WatchedTable;
import io.github.pgchime.nudge.NudgeOptions;
import io.github.pgchime.wire.Row;
import io.github.pgchime.wire.Sql;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether the publication is there, and tells of the watched tables; the feed creates none. */
record PublicationChecks(NudgeOptions options, List<WatchedTable> tables) {

    Check check(Function<String, List<Row>> query) {
        return options.publication()
                .map(name -> check(
                        name,
                        query.apply(Statement.PUBLICATION.text().replace(":publication", Sql.literal(name))).stream()
                                .findFirst()
                                .map(row -> new Found(row.bool("everything"), row.text("publishes")))
                                .stream()
                                .toList()))
                .orElseGet(() -> CheckName.PUBLICATION.skipped("none is named"));
    }

    /** What a publication tells. */
    private record Found(boolean everything, String publishes) {}

    private Check check(String name, List<Found> found) {
        String quoted = Sql.identifier(name);
        if (found.isEmpty()) {
            return CheckName.PUBLICATION.fail(
                    "publication " + name + " does not exist in database "
                            + options.connection().database() + ", and a feed creates none",
                    "CREATE PUBLICATION " + quoted
                            + (options.tables().isEmpty()
                                    ? " FOR ALL TABLES;"
                                    : " FOR TABLE " + list(options.tables()) + ";"));
        }
        List<TableName> unpublished = tables.stream()
                .filter(table -> !table.published() && table.kind() != WatchedTable.Kind.MISSING)
                .map(WatchedTable::name)
                .toList();
        if (!unpublished.isEmpty()) {
            return CheckName.PUBLICATION.warn(
                    unpublished.stream().map(TableName::toString).collect(Collectors.joining(", "))
                            + " is not in publication " + name + ", and does not nudge",
                    "ALTER PUBLICATION " + quoted + " ADD TABLE " + list(unpublished) + ";");
        }
        return found.getFirst().everything()
                ? CheckName.PUBLICATION.ok("publication " + name + " tells of every change")
                : CheckName.PUBLICATION.warn(
                        "publication " + name + " tells of " + found.getFirst().publishes() + " only",
                        "ALTER PUBLICATION " + quoted + " SET (publish = 'insert, update, delete, truncate');");
    }

    private static String list(List<TableName> names) {
        return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    }
}
