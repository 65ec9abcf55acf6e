package io.github.pgchime.app.process;

import java.util.Map;
import java.util.Properties;

/**
 * What standard output is.
 *
 * @param interactive whether a person watches
 * @param colours whether that person wants colours
 */
public record Terminal(boolean interactive, boolean colours) {

    /** Set by the launcher, which can ask: up to Java 21 a Console needs standard input as well, and from 22 it is always there. */
    static final String PROPERTY = "pgchime.terminal";

    /** This process's. */
    public static Terminal current() {
        return of(System.getProperties(), System.getenv());
    }

    static Terminal of(Properties properties, Map<String, String> environment) {
        boolean interactive = Boolean.parseBoolean(properties.getProperty(PROPERTY));
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(interactive, interactive && !dumb && !refused);
    }
}
