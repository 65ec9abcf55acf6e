package io.github.pgchime;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a server may have a user prove who it is.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-REQUIRE-AUTH">PostgreSQL:
 *     require_auth</a>
 */
public enum AuthMethod {
    /** Not at all, as far as this protocol goes: trust, peer, or a client's certificate. */
    NONE("none"),
    /** The password itself, and under TLS alone. */
    PASSWORD("password"),
    /** A hash of it that can be replayed and broken, and under TLS alone. */
    MD5("md5"),
    /** SCRAM-SHA-256, with or without channel binding: both sides prove that they know the password, and neither says it. */
    SCRAM_SHA_256("scram-sha-256");

    private static final Set<String> NOT_SPOKEN = Set.of("gss", "sspi", "oauth");

    private final String spelling;

    AuthMethod(String spelling) {
        this.spelling = spelling;
    }

    /** As libpq spells it. */
    public String spelling() {
        return spelling;
    }

    /**
     * Reads a list as libpq takes it: {@code scram-sha-256,none}, or {@code !password,!md5} for all but these.
     *
     * @throws ConfigException if a method is not known or named twice, or the two ways are mixed
     */
    public static Set<AuthMethod> parse(String text) {
        List<String> names = List.of(text.split("\\s*,\\s*", -1));
        boolean excluded = names.getFirst().startsWith("!");
        EnumSet<AuthMethod> named = EnumSet.noneOf(AuthMethod.class);
        for (String name : names) {
            if (name.startsWith("!") != excluded) {
                throw new ConfigException(
                        "require_auth mixes methods with a ! and without; expected the one or the other");
            }
            String bare = excluded ? name.substring(1) : name;
            if (NOT_SPOKEN.contains(bare)) {
                if (!excluded) {
                    throw new ConfigException("require_auth names " + Echo.of(bare) + ", which pgchime does not speak");
                }
            } else if (!named.add(named(bare))) {
                throw new ConfigException("require_auth names " + Echo.of(bare) + " twice; once will do");
            }
        }
        return Collections.unmodifiableSet(excluded ? EnumSet.complementOf(named) : named);
    }

    private static AuthMethod named(String name) {
        return Arrays.stream(values())
                .filter(method -> method.spelling.equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("require_auth names " + Echo.of(name)
                        + ", which is not known; expected " + text(EnumSet.allOf(AuthMethod.class))));
    }

    /** As {@link #parse} takes it. */
    static String text(Set<AuthMethod> methods) {
        return methods.stream().map(AuthMethod::spelling).collect(Collectors.joining(","));
    }
}
