package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.LogicalMessage.Begin;
import io.github.pgchime.decode.LogicalMessage.Commit;
import io.github.pgchime.decode.LogicalMessage.Emitted;
import io.github.pgchime.decode.LogicalMessage.Other;
import io.github.pgchime.decode.LogicalMessage.RowChange;
import io.github.pgchime.decode.LogicalMessage.RowChange.Kind;
import io.github.pgchime.decode.LogicalMessage.Truncate;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples are what PostgreSQL 15 sent. */
class PgOutputTablesTest {

    private static final String BEGIN = "42 000000000153c700 000303b8ca57514b 000002f1";
    private static final String COMMIT = "43 00 000000000153c700 000000000153c730 000303b8ca57514b";
    private static final String ORDERS =
            "52 00004002 7075626c696300 6f726465727300 64 0002 01 696400 00000017 ffffffff 00 7400 00000019 ffffffff";
    private static final String A_B = "52 00004009 7075626c696300 612c206200 66 0001 01 696400 00000017 ffffffff";
    private static final String WEIRD =
            "52 0000400f 532e7000 6e65770a6c696e6520c3a900 64 0001 00 696400 00000017 ffffffff";
    private static final String INSERT = "49 00004002 4e 0002 74 00000001 31 74 0000000a 783a20494e534552543a";
    private static final String UPDATE = "55 00004002 4b 0002 74 00000001 32 6e 4e 0002 74 00000001 33 74 00000001 62";
    private static final String DELETE = "44 0000400f 4b 0002 74 00000001 33 6e";
    private static final String TRUNCATE = "54 00000003 03 00004002 00004009 0000400f";
    private static final String TYPE = "59 00004035 7075626c696300 6d6f6f6400";
    private static final String ORIGIN = "4f 000000000153c700 6e6f64653100";
    private static final String MESSAGE =
            "4d 01 0000000001543520 70676368696d6500 00000011 7075626c69632e6f726465727320c3a922";

    private static final TableName ORDERS_NAME = new TableName("public", "orders");
    private static final TableName WEIRD_NAME = new TableName("S.p", "new\nline é");

    private final Decoder decoder = new PgOutputTables(StandardCharsets.UTF_8);

    @Test
    void transaction_asTheServerSendsIt_isRead() {
        assertThat(decode(BEGIN)).isEqualTo(new Begin(753));
        assertThat(decode(ORIGIN)).isEqualTo(new Other());
        assertThat(decode(TYPE)).isEqualTo(new Other());
        assertThat(decode(ORDERS)).isEqualTo(new Other());
        assertThat(decode(A_B)).isEqualTo(new Other());
        assertThat(decode(WEIRD)).isEqualTo(new Other());
        assertThat(decode(INSERT)).isEqualTo(new RowChange(Kind.INSERT, ORDERS_NAME));
        assertThat(decode(UPDATE)).isEqualTo(new RowChange(Kind.UPDATE, ORDERS_NAME));
        assertThat(decode(DELETE)).isEqualTo(new RowChange(Kind.DELETE, WEIRD_NAME));
        assertThat(decode(TRUNCATE))
                .isEqualTo(new Truncate(List.of(ORDERS_NAME, new TableName("public", "a, b"), WEIRD_NAME)));
        assertThat(decode(MESSAGE)).isEqualTo(new Emitted(true, "pgchime", "public.orders é\""));
        assertThat(decode(COMMIT)).isEqualTo(new Commit());
    }

    @Test
    void row_cutOffBehindItsRelation_isWhole() {
        decode(ORDERS);
        assertThat(decode("49 00004002")).isEqualTo(new RowChange(Kind.INSERT, ORDERS_NAME));
    }

    @Test
    void relation_withoutNamespace_isInPgCatalog() {
        decode("52 00004002 00 6f726465727300 64 0000");
        assertThat(decode(INSERT)).isEqualTo(new RowChange(Kind.INSERT, new TableName("pg_catalog", "orders")));
    }

    @Test
    void relation_describedAnew_hasItsNewName() {
        decode(ORDERS);
        decode("52 00004002 7300 7400 64 0000");
        assertThat(decode(INSERT)).isEqualTo(new RowChange(Kind.INSERT, new TableName("s", "t")));
    }

    @Test
    void relations_inGreatNumberAndAnyOrder_areAllRemembered() {
        for (int i = 0; i < 1_000; i++) {
            decode("52" + relation(i) + "7300 "
                    + HexFormat.of().formatHex(("t" + i).getBytes(StandardCharsets.US_ASCII)) + "00 64 0000");
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(decode("44" + relation(i))).isEqualTo(new RowChange(Kind.DELETE, new TableName("s", "t" + i)));
        }
    }

    @Test
    void change_ofAnUndescribedRelation_isRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> decode("49 fffffffe 4e"))
                .withMessageContaining("relation 4294967294");
    }

    @Test
    void message_outsideATransaction_isToldApart() {
        assertThat(decode("4d 00 0000000001543520 7000 00000000")).isEqualTo(new Emitted(false, "p", ""));
    }

    @Test
    void message_inAnotherServerEncoding_hasItsContentInThatAndItsPrefixInUtf8() {
        Decoder latin1 = new PgOutputTables(StandardCharsets.ISO_8859_1);
        assertThat(latin1.decode(
                        Payload.hex("4d 01 0000000001543520 c3a900 00000001 e9").reader()))
                .isEqualTo(new Emitted(true, "é", "é"));
    }

    @Test
    void message_cutOffInItsContent_keepsTheBeginning() {
        assertThat(decode("4d 01 0000000001543520 7000 00ffffff 6162")).isEqualTo(new Emitted(true, "p", "ab"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42 000000000153c700 000303b8ca57514b 000002f1 00",
                "42 000000000153c700 000303b8ca57514b 0000f1",
                "43 00 000000000153c700 000000000153c730 000303b8ca5751",
                "43 00 000000000153c700 000000000153c730 000303b8ca57514b 00",
                "49 0000",
                "52 00004002 7075626c6963",
                "52 00004002 7075626c696300 00 64",
                "54 7fffffff 00 00004002",
                "54 ffffffff 00",
                "54 00000001 00 00004002 00",
                "4d 01 0000000001543520 7000 00000001 6162",
                "4d 01 0000000001543520 7000 ffffffff 61",
                "53 000002f1 01",
                "c3 a9"
            })
    void message_malformed_isRefused(String hex) {
        decode(ORDERS);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(hex));
    }

    @Test
    void message_damaged_isReadOrRefused() {
        List<Payload> samples =
                List.of(ORDERS, A_B, WEIRD, INSERT, UPDATE, DELETE, TRUNCATE, TYPE, ORIGIN, MESSAGE, BEGIN, COMMIT)
                        .stream()
                        .map(Payload::hex)
                        .toList();
        Hostility.cutAnywhere(decoder::decode, samples);
        Hostility.mutate(() -> new PgOutputTables(StandardCharsets.UTF_8)::decode, samples);
    }

    private LogicalMessage decode(String hex) {
        return decoder.decode(Payload.hex(hex).reader());
    }

    /** Ids that come neither sorted nor all positive. */
    private static String relation(int i) {
        return HexFormat.of().toHexDigits(i * 0x9E37_79B9);
    }
}
