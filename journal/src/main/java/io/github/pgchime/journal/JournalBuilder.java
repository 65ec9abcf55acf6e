package io.github.pgchime.journal;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.lifecycle.TimeSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/** Makes a {@link Journal}. */
public final class JournalBuilder {

    private final DataSource dataSource;
    private Optional<ConnectionOptions> connection = Optional.empty();
    private JournalListener listener = JournalListener.NONE;

    JournalBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * How consumers connect to the same database to be woken, by a nudge feed where this role may have one, or by
     * notifications; without it they look for entries now and then.
     */
    public JournalBuilder connection(ConnectionOptions options) {
        connection = Optional.of(options);
        return this;
    }

    /**
     * The same, by a URL in libpq's form.
     *
     * @throws io.github.pgchime.ConfigException if it is wrong
     */
    public JournalBuilder connection(String url) {
        return connection(ConnectionOptions.parse(url));
    }

    public JournalBuilder listener(JournalListener value) {
        listener = value;
        return this;
    }

    /** Makes it; nothing is connected yet. */
    public Journal build() {
        return new Journal(dataSource, connection, listener, TimeSource.system(), RandomGenerator.getDefault());
    }
}
