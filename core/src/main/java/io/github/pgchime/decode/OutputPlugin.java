package io.github.pgchime.decode;

import java.nio.charset.Charset;
import java.util.Map;

/** An output plugin, as it is named at CREATE_REPLICATION_SLOT and set up at START_REPLICATION. */
public sealed interface OutputPlugin permits PgOutput, TestDecoding, Wal2Json {

    /** The name of its library on the server. */
    String pluginName();

    /** The options of START_REPLICATION, unquoted, in order. */
    Map<String, String> options();

    /**
     * A decoder for one stream.
     *
     * @param serverEncoding the database's encoding, in which textual plugins write
     */
    Decoder newDecoder(Charset serverEncoding);
}
