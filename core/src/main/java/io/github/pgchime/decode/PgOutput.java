package io.github.pgchime.decode;

import io.github.pgchime.ConfigException;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL's own plugin {@code pgoutput}, which sends what a publication holds.
 *
 * @param publication the name of an existing publication, unquoted
 * @param messages whether to ask for messages of {@code pg_logical_emit_message}; servers before 14 know no such option
 * @see <a href="https://www.postgresql.org/docs/current/protocol-logical-replication.html">PostgreSQL: pgoutput's
 *     options</a>
 */
public record PgOutput(String publication, boolean messages) implements OutputPlugin {

    public PgOutput {
        if (publication.isEmpty() || publication.indexOf('\0') >= 0) {
            throw new ConfigException("publication \"" + publication + "\" is empty or has a NUL; expected a name");
        }
    }

    @Override
    public String pluginName() {
        return "pgoutput";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("proto_version", "1");
        // The server splits the value into identifiers, as it does in SQL: case and commas survive only in quotes.
        options.put("publication_names", '"' + publication.replace("\"", "\"\"") + '"');
        if (messages) {
            options.put("messages", "true");
        }
        return Collections.unmodifiableMap(options);
    }

    @Override
    public Decoder newDecoder(Charset serverEncoding) {
        return new PgOutputTables(serverEncoding);
    }
}
