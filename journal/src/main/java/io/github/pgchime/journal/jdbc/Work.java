package io.github.pgchime.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection. */
@FunctionalInterface
public interface Work<T> {
    T on(Connection connection) throws SQLException;
}
