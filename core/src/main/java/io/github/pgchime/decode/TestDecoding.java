package io.github.pgchime.decode;

import java.nio.charset.Charset;
import java.util.Map;

/**
 * PostgreSQL's contrib module {@code test_decoding}: every change of every table as a line of text. It needs nothing
 * installed, no publication and no replica identity, which makes it the plugin of choice where nothing may be left
 * behind.
 *
 * @see <a href="https://www.postgresql.org/docs/current/test-decoding.html">PostgreSQL: test_decoding</a>
 */
public record TestDecoding() implements OutputPlugin {

    @Override
    public String pluginName() {
        return "test_decoding";
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code skip-empty-xacts} stays off on purpose. With it, servers up to at least 15.18 write a transactional
     * message without the BEGIN that tells its transaction, or before it.
     */
    @Override
    public Map<String, String> options() {
        return Map.of("include-xids", "1");
    }

    @Override
    public Decoder newDecoder(Charset serverEncoding) {
        return new TestDecodingDecoder(serverEncoding);
    }
}
