package io.github.pgchime.app.demo;

import java.util.List;

/** Something that happens in the shop: a few statements in one transaction. */
sealed interface Scene {

    /** What it is, in words. */
    String says();

    List<String> statements();

    /** They are committed. */
    record Commit(String says, List<String> statements) implements Scene {
        Commit(String says, String... statements) {
            this(says, List.of(statements));
        }
    }

    /** They are taken back, so nothing has happened. */
    record Rollback(String says, List<String> statements) implements Scene {
        Rollback(String says, String... statements) {
            this(says, List.of(statements));
        }
    }

    /** They are committed just after the feed's connection has been cut. */
    record Cut(String says, List<String> statements) implements Scene {
        Cut(String says, String... statements) {
            this(says, List.of(statements));
        }
    }
}
