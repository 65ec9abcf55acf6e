package io.github.pgchime.catalog;

import io.github.pgchime.TableName;
import io.github.pgchime.wire.Row;
import io.github.pgchime.wire.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a feed asks the server's catalogs, over whatever session is at hand. */
public final class Catalog {

    private static final Pattern PLACE = Pattern.compile(":(names|publication|publications|tables|types)\\b");
    private static final String WATCHED_TABLES = resource("watched-tables.sql");
    private static final String PARTITION_ANCESTORS = resource("partition-ancestors.sql");
    private static final String PARTITIONS = resource("partitions.sql");
    private static final String OPEN_WRITERS = resource("open-writers.sql");
    private static final String TABLE_DETAILS = resource("table-details.sql");
    private static final String TYPES = resource("types.sql");
    private static final String UNFINISHED_TRANSACTIONS = resource("unfinished-transactions.sql");

    private final Function<String, List<Row>> query;

    /** @param query runs one statement and returns its rows */
    public Catalog(Function<String, List<Row>> query) {
        this.query = query;
    }

    /** What stands behind each name, in order. */
    public List<WatchedTable> watchedTables(Collection<TableName> names, Optional<String> publication) {
        if (names.isEmpty()) {
            return List.of();
        }
        Map<TableName, WatchedTable> tables = new LinkedHashMap<>();
        String published = publication.map(Sql::literal).orElse("NULL");
        for (Row row :
                query.apply(fill(WATCHED_TABLES, Map.of(":names", Sql.rows(names), ":publication", published)))) {
            TableName name = new TableName(row.text("schema"), row.text("name"));
            List<TableName> partitions = new ArrayList<>();
            if (tables.containsKey(name)) {
                partitions.addAll(tables.get(name).partitions());
            }
            row.optional("partition_name")
                    .ifPresent(partition -> partitions.add(new TableName(row.text("partition_schema"), partition)));
            tables.put(
                    name,
                    new WatchedTable(
                            name,
                            WatchedTable.Kind.valueOf(row.text("kind")),
                            row.bool("replica_identity"),
                            row.bool("published"),
                            partitions));
        }
        return List.copyOf(tables.values());
    }

    /** The partitioned tables above each of these names; a name that is no table any more is not in the answer. */
    public Map<TableName, Set<TableName>> partitionAncestors(Collection<TableName> names) {
        return ancestors(fill(PARTITION_ANCESTORS, Map.of(":names", Sql.rows(names))));
    }

    /** Every partition there is, with the partitioned tables above it. */
    public Map<TableName, Set<TableName>> partitions() {
        return ancestors(PARTITIONS);
    }

    /** Every partitioned table. */
    public Set<TableName> partitionedTables() {
        return query
                .apply("SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'p'")
                .stream()
                .map(row -> new TableName(row.text("schema"), row.text("name")))
                .collect(Collectors.toSet());
    }

    private Map<TableName, Set<TableName>> ancestors(String sql) {
        Map<TableName, Set<TableName>> ancestors = new HashMap<>();
        for (Row row : query.apply(sql)) {
            Set<TableName> above = ancestors.computeIfAbsent(
                    new TableName(row.text("schema"), row.text("name")), name -> new LinkedHashSet<>());
            row.optional("ancestor_name")
                    .ifPresent(ancestor -> above.add(new TableName(row.text("ancestor_schema"), ancestor)));
        }
        return ancestors;
    }

    /** The oid of a publication, if there is one of this name. */
    public Optional<Long> publicationId(String name) {
        return query.apply("SELECT oid FROM pg_catalog.pg_publication WHERE pubname = " + Sql.literal(name)).stream()
                .map(row -> row.int64("oid"))
                .findFirst();
    }

    /** The write transactions that are open anywhere on the server, each in words for a person. */
    public List<String> openWriters() {
        return query.apply(OPEN_WRITERS).stream().map(row -> row.text("writer")).toList();
    }

    /** The 32-bit ids of the top-level transactions of this database that have one and are not over. */
    public Set<Integer> unfinishedTransactions() {
        return query.apply(UNFINISHED_TRANSACTIONS).stream()
                .map(row -> (int) row.int64("xid"))
                .collect(Collectors.toSet());
    }

    /**
     * These types and all that they are made of, at any depth, by oid; one that there is no more is not in the answer.
     */
    public Map<Integer, PgType> types(Collection<Integer> oids) {
        if (oids.isEmpty()) {
            return Map.of();
        }
        String wanted = oids.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "{", "}"));
        Map<Integer, List<Row>> rows = query.apply(fill(TYPES, Map.of(":types", Sql.literal(wanted)))).stream()
                .collect(Collectors.groupingBy(row -> (int) row.int64("oid")));
        return rows.values().stream()
                .map(TypeRows::type)
                .collect(Collectors.toUnmodifiableMap(PgType::oid, type -> type));
    }

    /**
     * What the replication protocol does not say of these tables, and of all that these publications have;
     * a table that there is no more is not in the answer.
     */
    public List<TableDetail> tableDetails(Collection<Integer> oids, Collection<String> publications) {
        String wanted = oids.stream().map(Integer::toUnsignedString).collect(Collectors.joining(",", "{", "}"));
        String published = publications.stream().map(Sql::literal).collect(Collectors.joining(", ", "(NULL, ", ")"));
        String sql = fill(
                TABLE_DETAILS,
                Map.of(":tables", Sql.literal(wanted), ":publications", publications.isEmpty() ? "(NULL)" : published));
        Map<Integer, List<Row>> rows = query.apply(sql).stream()
                .collect(Collectors.groupingBy(row -> (int) row.int64("oid"), LinkedHashMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(table -> tableDetail(table.getKey(), table.getValue()))
                .toList();
    }

    private static TableDetail tableDetail(int oid, List<Row> rows) {
        List<String> key = rows.stream()
                .filter(row -> row.int64("key_place") >= 0)
                .sorted(Comparator.comparingLong(row -> row.int64("key_place")))
                .map(row -> row.text("name"))
                .toList();
        Map<String, TableDetail.ColumnDetail> columns = new LinkedHashMap<>();
        for (Row row : rows) {
            Optional<String> expression = row.optional("default_expression");
            columns.put(
                    row.text("name"),
                    new TableDetail.ColumnDetail(
                            row.bool("not_null"),
                            expression.flatMap(DefaultExpression::literal),
                            expression.filter(DefaultExpression::isCall).isPresent()));
        }
        return new TableDetail(oid, key, columns);
    }

    /** Puts literals in their places, in one pass: a name may itself look like a place. */
    private static String fill(String sql, Map<String, String> places) {
        return PLACE.matcher(sql)
                .replaceAll(place ->
                        Matcher.quoteReplacement(Objects.requireNonNull(places.get(place.group()), place.group())));
    }

    private static String resource(String name) {
        try (InputStream in = Catalog.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + Catalog.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
