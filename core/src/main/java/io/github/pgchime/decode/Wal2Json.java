package io.github.pgchime.decode;

import io.github.pgchime.TableName;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The plugin {@code wal2json}, from version 2.0 on, in its format version 2: a JSON object for each change.
 *
 * <p>It filters tables on the server. It also drops UPDATE and DELETE of tables that have no replica identity, without
 * a word to its client.
 *
 * @param tables the tables to send; none means all
 * @see <a href="https://github.com/eulerto/wal2json#parameters">wal2json: parameters</a>
 */
public record Wal2Json(List<TableName> tables) implements OutputPlugin {

    /** The prefix of the messages that pgchime listens to; the plugin sends no others. */
    public static final String MESSAGE_PREFIX = "pgchime";

    public Wal2Json {
        tables = List.copyOf(tables);
    }

    @Override
    public String pluginName() {
        return "wal2json";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("format-version", "2");
        options.put("include-xids", "1");
        options.put("include-types", "0");
        options.put("add-msg-prefixes", MESSAGE_PREFIX);
        if (!tables.isEmpty()) {
            options.put("add-tables", tables.stream().map(Wal2Json::pattern).collect(Collectors.joining(",")));
        }
        return Collections.unmodifiableMap(options);
    }

    @Override
    public Decoder newDecoder(Charset serverEncoding) {
        return new Wal2JsonDecoder(serverEncoding);
    }

    private static String pattern(TableName name) {
        return escape(name.schema()) + "." + escape(name.table());
    }

    /**
     * Puts a backslash before all that might mean something: wal2json.c ({@code string_to_SelectTable},
     * {@code parse_table_identifier}) takes whatever follows one literally, and what it takes for white space depends
     * on the server's locale.
     */
    private static String escape(String name) {
        return name.replaceAll("(?s)[^A-Za-z0-9_]", "\\\\$0");
    }
}
