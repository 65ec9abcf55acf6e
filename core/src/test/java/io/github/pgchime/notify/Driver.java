package io.github.pgchime.notify;

import io.github.pgchime.ConnectionOptions;
import io.github.pgchime.notify.pgjdbc.PgJdbcSessions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What a session is made of. Whichever it is, the same is promised. */
enum Driver {
    NATIVE {
        @Override
        NotifySessions to(String url) {
            return NotifySessions.of(ConnectionOptions.parse(url));
        }
    },
    PGJDBC {
        @Override
        NotifySessions to(String url) {
            return PgJdbcSessions.of(() -> connect(url));
        }
    };

    /** Sessions to the server at this libpq URL of a user without password, which {@link Aftermath} counts. */
    abstract NotifySessions to(String url);

    /** A connection of pgjdbc to the server at this libpq URL. */
    static Connection connect(String url) throws SQLException {
        ConnectionOptions options = ConnectionOptions.parse(url);
        Properties properties = new Properties();
        properties.setProperty("user", options.user());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("ApplicationName", options.applicationName());
        return DriverManager.getConnection(
                "jdbc:postgresql://" + options.host() + ":" + options.port() + "/" + options.database(), properties);
    }
}
