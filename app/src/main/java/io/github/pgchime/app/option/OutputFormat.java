package io.github.pgchime.app.option;

import io.github.pgchime.app.process.Terminal;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How a command and its subcommands print: for people where one watches, for programs elsewhere, or as it is told. */
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
            scope = ScopeType.INHERIT,
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
