package io.github.pgchime.app.option;

import io.github.pgchime.app.process.Terminal;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a command prints: for people where one watches, for programs elsewhere, or as it is told. */
public final class OutputFormat {

    /** Who reads. */
    public enum Reader {
        /** A person. */
        TEXT,
        /** A program. */
        JSON
    }

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "how it is printed (text on a terminal, else json)",
            converter = ReaderNames.class)
    private Optional<Reader> chosen = Optional.empty();

    public OutputFormat() {}

    public Reader reader() {
        return chosen.orElse(Terminal.current().interactive() ? Reader.TEXT : Reader.JSON);
    }

    /** Readers as the option spells them. */
    static final class ReaderNames extends Names<Reader> {
        ReaderNames() {
            super(Reader.class);
        }
    }
}
