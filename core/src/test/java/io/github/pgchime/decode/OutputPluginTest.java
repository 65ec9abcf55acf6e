package io.github.pgchime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPluginTest {

    @Test
    void testDecoding_asksForTransactionIds() {
        OutputPlugin plugin = new TestDecoding();
        assertThat(plugin.pluginName()).isEqualTo("test_decoding");
        assertThat(plugin.options()).containsExactly(entry("include-xids", "1"));
        assertThat(plugin.newDecoder(StandardCharsets.UTF_8)).isInstanceOf(TestDecodingDecoder.class);
    }

    @Test
    void wal2Json_withoutTables_filtersMessagesOnly() {
        OutputPlugin plugin = new Wal2Json(List.of());
        assertThat(plugin.pluginName()).isEqualTo("wal2json");
        assertThat(plugin.options())
                .containsExactly(
                        entry("format-version", "2"),
                        entry("include-xids", "1"),
                        entry("include-types", "0"),
                        entry("add-msg-prefixes", "pgchime"));
        assertThat(plugin.newDecoder(StandardCharsets.UTF_8)).isInstanceOf(Wal2JsonDecoder.class);
    }

    @Test
    void wal2Json_withTables_listsThem() {
        List<TableName> tables = List.of(new TableName("public", "orders"), new TableName("s_1", "T2"));
        assertThat(new Wal2Json(tables).options()).containsEntry("add-tables", "public.orders,s_1.T2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a b     | a\\ b
                    it's    | it\\'s
                    a,b     | a\\,b
                    S.p     | S\\.p
                    *       | \\*
                    b\\c    | b\\\\c
                    we"ird  | we\\"ird
                    größe   | gr\\ö\\ße
                    t😀     | t\\😀
                    """)
    void wal2Json_nameWithSpecialCharacters_isEscaped(String name, String escaped) {
        assertThat(new Wal2Json(List.of(new TableName(name, name))).options())
                .containsEntry("add-tables", escaped + "." + escaped);
    }

    @Test
    void wal2Json_nameWithWhiteSpace_isEscaped() {
        assertThat(new Wal2Json(List.of(new TableName("a\nb", "\t"))).options())
                .containsEntry("add-tables", "a\\\nb.\\\t");
    }

    @Test
    void pgOutput_asksForItsPublicationAsAQuotedIdentifier() {
        OutputPlugin plugin = new PgOutput("P, \"q\"", false);
        assertThat(plugin.pluginName()).isEqualTo("pgoutput");
        assertThat(plugin.options())
                .containsExactly(entry("proto_version", "1"), entry("publication_names", "\"P, \"\"q\"\"\""));
        assertThat(plugin.newDecoder(StandardCharsets.UTF_8)).isInstanceOf(PgOutputTables.class);
    }

    @Test
    void pgOutput_withMessages_asksForThem() {
        assertThat(new PgOutput("p", true).options())
                .containsExactly(
                        entry("proto_version", "1"), entry("publication_names", "\"p\""), entry("messages", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void pgOutput_publicationThatIsNoName_isRefused(String publication) {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> new PgOutput(publication, true));
    }
}
