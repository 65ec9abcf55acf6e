package io.github.pgchime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.catalog.PgType.Attribute;
import io.github.pgchime.testkit.EveryMajor;
import io.github.pgchime.testkit.PostgresServer;
import io.github.pgchime.testkit.TestDatabase;
import io.github.pgchime.wire.PgConnection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EveryMajor
final class TypesIT {

    private final PostgresServer server;

    TypesIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void types_ofNestedType_areAllItIsMadeOf() {
        try (TestDatabase database = server.newDatabase()) {
            database.execute(
                    "CREATE SCHEMA \"Its Own\"",
                    "CREATE TYPE mood AS ENUM ('ok', 'sad')",
                    "ALTER TYPE mood ADD VALUE 'so so' BEFORE 'sad'",
                    "CREATE DOMAIN \"Its Own\".code AS varchar(7)[]",
                    "CREATE TYPE pair AS (n numeric(10,2), gone int, c \"Its Own\".code)",
                    "ALTER TYPE pair DROP ATTRIBUTE gone",
                    "CREATE TYPE moodrange AS RANGE (subtype = mood)",
                    "CREATE TABLE nest (ps pair[], r moodrange, b box[], a \"Its Own\".code[])",
                    "CREATE TYPE gone AS ()");
            try (PgConnection session = PgConnection.open(
                    ConnectionOptions.parse(database.url()), PgConnection.Role.ORDINARY, System::nanoTime)) {
                Catalog catalog = new Catalog(session::query);
                int nest = oid(session, "nest");
                int pairs = oid(session, "pair[]");
                int pair = oid(session, "pair");
                int code = oid(session, "\"Its Own\".code");
                int codes = oid(session, "\"Its Own\".code[]");
                int range = oid(session, "moodrange");
                int mood = oid(session, "mood");
                int boxes = oid(session, "box[]");

                Map<Integer, PgType> types = catalog.types(List.of(nest, -2));

                assertThat(types.values())
                        .containsExactlyInAnyOrder(
                                new PgType.Composite(
                                        nest,
                                        "public",
                                        "nest",
                                        List.of(
                                                new Attribute("ps", pairs, -1),
                                                new Attribute("r", range, -1),
                                                new Attribute("b", boxes, -1),
                                                new Attribute("a", codes, -1))),
                                new PgType.Array(pairs, "public", "_pair", pair, ','),
                                new PgType.Composite(
                                        pair,
                                        "public",
                                        "pair",
                                        List.of(
                                                new Attribute("n", 1700, (10 << 16 | 2) + 4),
                                                new Attribute("c", code, -1))),
                                new PgType.Base(1700, "pg_catalog", "numeric"),
                                new PgType.Domain(code, "Its Own", "code", 1015, 7 + 4),
                                new PgType.Array(codes, "Its Own", "_code", code, ','),
                                new PgType.Array(1015, "pg_catalog", "_varchar", 1043, ','),
                                new PgType.Base(1043, "pg_catalog", "varchar"),
                                new PgType.Range(range, "public", "moodrange", mood),
                                new PgType.Enumeration(mood, "public", "mood", List.of("ok", "so so", "sad")),
                                new PgType.Array(boxes, "pg_catalog", "_box", 603, ';'),
                                new PgType.Base(603, "pg_catalog", "box"));
                assertThat(types).containsEntry(nest, types.get(nest)).doesNotContainKey(-2);

                int empty = oid(session, "gone");
                assertThat(catalog.types(List.of(empty)))
                        .containsExactly(Map.entry(empty, new PgType.Composite(empty, "public", "gone", List.of())));
                if (server.major() >= 14) {
                    int multirange = oid(session, "moodmultirange");
                    assertThat(catalog.types(List.of(multirange)))
                            .containsOnlyKeys(multirange, range, mood)
                            .containsEntry(
                                    multirange, new PgType.Multirange(multirange, "public", "moodmultirange", range));
                }
            }
        }
    }

    private static int oid(PgConnection session, String type) {
        return (int)
                session.queryRow("SELECT '" + type + "'::regtype::oid AS oid").int64("oid");
    }
}
