package io.github.pgchime.journal;

import io.github.pgchime.ConnectionOptions;
import java.util.Optional;
import javax.sql.DataSource;

/** Makes a {@link Journal}. Not thread-safe. */
public final class JournalBuilder {

    private final DataSource source;
    private Optional<ConnectionOptions> connection = Optional.empty();
    private JournalListener listener = JournalListener.NONE;
    private PayloadMapper payloads = Entry.NO_MAPPER;

    JournalBuilder(DataSource source) {
        this.source = source;
    }

    /** How to reach the same database for being woken, which takes connections of another kind than the source's. */
    public JournalBuilder connection(ConnectionOptions options) {
        connection = Optional.of(options);
        return this;
    }

    /** The same, from a URL as libpq takes it. */
    public JournalBuilder connection(String url) {
        return connection(ConnectionOptions.parse(url));
    }

    /** Hears what becomes of consumers and entries. */
    public JournalBuilder listener(JournalListener value) {
        listener = value;
        return this;
    }

    /** What reads payloads for {@link Entry#payload(Class)}. */
    public JournalBuilder payloads(PayloadMapper mapper) {
        payloads = mapper;
        return this;
    }

    /** Makes it; nothing is connected yet. */
    public Journal build() {
        return new Journal(source, connection, listener, payloads);
    }
}
