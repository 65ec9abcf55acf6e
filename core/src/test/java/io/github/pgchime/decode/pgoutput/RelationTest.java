package io.github.pgchime.decode.pgoutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.decode.Payload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationTest {

    @Test
    void description_asTheManualHasIt_isRead() {
        assertThat(decode("fffffffe 7300 74c3a900 66 0002 01 696400 00000017 ffffffff 00 6e6f746500 fffffff0 00000024"))
                .isEqualTo(new Relation(
                        -2,
                        new TableName("s", "té"),
                        ReplicaIdentity.FULL,
                        List.of(new Relation.Column("id", true, 23, -1), new Relation.Column("note", false, -16, 36))));
    }

    @Test
    void flags_besidesTheKeys_areNoMatter() {
        assertThat(decode("00000001 7300 7400 64 0002 fe 6100 00000017 ffffffff ff 6200 00000017 ffffffff")
                        .columns())
                .extracting(Relation.Column::key)
                .containsExactly(false, true);
    }

    @ParameterizedTest
    @CsvSource({"64, DEFAULT", "6e, NOTHING", "66, FULL", "69, INDEX"})
    void replicaIdentity_isReadByItsLetter(String letter, ReplicaIdentity identity) {
        assertThat(decode("00000001 7300 7400" + letter + "0000").replicaIdentity())
                .isEqualTo(identity);
    }

    @Test
    void namespace_thatIsEmpty_isPgCatalog() {
        assertThat(decode("00000001 00 7400 64 0000").name()).isEqualTo(new TableName("pg_catalog", "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000001 7300",
                "00000001 7300 00 64 0000",
                "00000001 7300 7400 7a 0000",
                "00000001 7300 7400 ff 0000",
                "00000001 7300 7400 64 0001",
                "00000001 7300 7400 64 ffff 00",
                "00000001 7300 7400 64 0001 00 6100 00000017",
                "00000001 7300 7400 64 0000 00"
            })
    void description_malformed_isRefused(String hex) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(hex));
    }

    private static Relation decode(String hex) {
        return Relation.decode(Payload.hex(hex).reader());
    }
}
